"""Health, disability, older people, carers, and people who meet prejudice."""

from commonweal.demo.catalogue.sort import Sort

CARE = (
    Sort(
        key="lunch-club",
        registered=1.6,
        informal=5,
        names=(
            "{p} Lunch Club|0",
            "{p} Over Sixties|1",
            "{p} Day Centre",
            "{p} Tuesday Club",
            "{p} Evergreens|1",
            "{p} Silver Threads",
            "{p} Chatty Cafe|2",
            "{p} Warm Room|2",
        ),
        does=(
            "A hot lunch, a raffle and a minibus home every week in {p}.",
            "Company, gentle exercise and a speaker once a month for older people.",
            "Tea, cards and a warm room through the winter.",
        ),
        objects=(
            "To promote the welfare of older people in {p} in any manner which is or may "
            "hereafter be charitable.",
        ),
        codes=(105, 116, 202, 305, 306),
        median=6_500,
        spread=1.1,
        cio=0.3,
        volunteers=14,
    ),
    Sort(
        key="carers",
        registered=0.9,
        informal=1.6,
        names=(
            "{p} Carers",
            "{p} Young Carers|1",
            "{c} Carers' Network",
            "Time Out {p}|0",
            "{p} Sitting Service|0",
        ),
        does=(
            "Breaks, advice and a listening ear for people who look after somebody.",
            "A club for children who care for a parent, with lifts there and home.",
        ),
        objects=("To relieve the needs of carers and those they care for in {c}.",),
        codes=(103, 104, 201, 203, 206, 306, 307),
        median=85_000,
        spread=1.4,
        company=0.4,
        volunteers=18,
    ),
    Sort(
        key="disability",
        registered=1.8,
        informal=1.6,
        names=(
            "{p} Disability Forum|0",
            "{p} Wheelers|0",
            "{p} Deaf Club|0",
            "{p} Talking Newspaper|1",
            "{c} Autism Network|0",
            "{p} Riding for All|2",
            "{p} Sight Society|1",
            "{p} Learning Disability Trust|2",
            "{p} Sensory Garden|2",
        ),
        does=(
            "Run by disabled people, for rights, access and good company.",
            "Local news recorded every week for people who cannot read print.",
            "Supported work, evening clubs and holidays for people with learning disabilities.",
        ),
        objects=(
            "The relief of disabled persons in {c} by such means as promote their "
            "independence, education and inclusion in the life of the community.",
        ),
        codes=(103, 104, 203, 306, 307),
        median=28_000,
        spread=1.6,
        company=0.3,
        volunteers=15,
    ),
    Sort(
        key="mental-health",
        registered=1.1,
        informal=1.8,
        names=(
            "{p} Wellbeing|1",
            "{p} Listening Ear|1",
            "{p} Men's Shed|0",
            "Talk it Over {p}|1",
            "{p} Recovery Cafe|2",
            "{p} Bereavement Support|1",
            "{p} Peer Support|2",
        ),
        does=(
            "A workshop with kettles and tools where men talk shoulder to shoulder.",
            "Counselling at a price each person can manage, and groups that cost nothing.",
            "An evening cafe for people who are finding things hard.",
        ),
        objects=(
            "The relief of persons suffering from mental ill health or distress in {p} and "
            "the surrounding district.",
        ),
        codes=(103, 203, 207, 306, 307),
        median=24_000,
        spread=1.5,
        cio=0.5,
        volunteers=14,
    ),
    Sort(
        key="health",
        registered=2.0,
        informal=1.5,
        names=(
            "{p} Hospital Friends|0",
            "{p} Surgery Patients' Fund|0",
            "{p} First Responders|1",
            "{c} Air Rescue|1",
            "{p} Stroke Club|2",
            "{p} Breathe Easy|2",
            "{p} Cancer Support|2",
            "{p} Diabetes Group|2",
        ),
        does=(
            "We raise money for equipment the surgery could not otherwise have.",
            "Volunteers trained to reach a stopped heart before the ambulance can.",
            "A monthly meeting for people living with a long illness, and their families.",
        ),
        objects=(
            "To relieve patients and former patients of the hospitals and surgeries serving "
            "{p} who are sick, convalescent, disabled or infirm.",
        ),
        codes=(103, 203, 207, 302, 306),
        median=10_000,
        spread=1.5,
        volunteers=12,
    ),
    Sort(
        key="hospice",
        registered=0.15,
        informal=0,
        names=("{s} Hospice, {p}", "{p} Hospice at Home", "The {n} Hospice"),
        does=("Care at the end of life, in our own beds and at home, free to all.",),
        objects=(
            "The relief of sickness and the care of persons who are dying, and the support "
            "of those close to them, in {c}.",
        ),
        codes=(103, 207, 305, 306),
        median=4_200_000,
        spread=0.6,
        company=1,
        cio=0,
        volunteers=320,
    ),
    Sort(
        key="care-provider",
        registered=0.6,
        informal=0,
        names=(
            "{n} House, {p}|0",
            "{p} Care Society",
            "{c} Supported Living|1",
            "{p} Homecare Trust|1",
        ),
        does=(
            "Residential care in the old rectory for thirty-two people.",
            "Support at home for adults with learning disabilities across {c}.",
        ),
        objects=(
            "The provision of care and accommodation for people in need by reason of age, "
            "infirmity or disability.",
        ),
        codes=(104, 107, 202, 203, 305, 306),
        median=1_500_000,
        spread=1.0,
        company=0.8,
    ),
    Sort(
        key="women",
        registered=0.7,
        informal=1.8,
        names=(
            "{p} Women's Centre|0",
            "{p} Women's Network",
            "{p} Women's Meeting",
            "Safe Harbour {p}|1",
            "{p} Mothers' Circle",
        ),
        does=(
            "A centre run by women, with advice, a creche and courses.",
            "Support for women and children leaving abuse, by people who understand it.",
        ),
        objects=(
            "The relief of women and their children in {c} who have experienced abuse, "
            "poverty or distress.",
        ),
        codes=(105, 107, 115, 201, 206, 306, 307),
        median=60_000,
        spread=1.5,
        company=0.4,
    ),
    Sort(
        key="lgbt",
        registered=0.3,
        informal=1.2,
        names=(
            "{p} Pride|0",
            "{c} LGBT+ Network|1",
            "Rainbow {p}",
            "{p} Out and About",
            "{p} Trans Support|1",
        ),
        does=(
            "A march, a picnic and a year-round welcome.",
            "Weekly groups for LGBT+ young people, and a line to ring.",
        ),
        objects=(
            "To promote equality and diversity and to relieve the needs of lesbian, gay, "
            "bisexual and trans people in {c}.",
        ),
        codes=(103, 115, 116, 206, 207, 306, 307),
        median=9_500,
        spread=1.2,
        cio=0.6,
    ),
    Sort(
        key="refugees",
        registered=0.5,
        informal=1.3,
        names=(
            "{p} Welcome",
            "{p} Refugee Support",
            "City of Refuge {p}",
            "{c} Syrian Community",
            "{p} Ukrainian Circle",
            "Across the Water {p}",
        ),
        does=(
            "English over tea, bicycles, school uniforms and help with forms.",
            "We meet people new to {p} at the station and stay in touch.",
        ),
        objects=(
            "To relieve poverty and advance the education of refugees and asylum seekers "
            "and their dependants living in {c}.",
        ),
        codes=(102, 105, 115, 204, 206, 306, 307),
        median=27_000,
        spread=1.4,
        cio=0.6,
        volunteers=22,
    ),
    Sort(
        key="cultural-community",
        registered=0.9,
        informal=2.4,
        names=(
            "{p} Bangladeshi Association",
            "{p} Polish Circle",
            "{p} African Caribbean Forum",
            "{p} Chinese Community Association",
            "{p} Portuguese Society",
            "{p} Lithuanian School",
            "{p} Filipino Community",
            "{c} Gypsy and Traveller Forum",
        ),
        does=(
            "Saturday school, festivals, and help with letters and appointments.",
            "We bring people together around food, music and mother tongues.",
        ),
        objects=(
            "To advance education in the culture, language and history of the community "
            "and to relieve its members in need in {c}.",
        ),
        codes=(102, 109, 115, 204, 306),
        median=7_500,
        spread=1.3,
        company=0.15,
    ),
    Sort(
        key="transport",
        registered=0.7,
        informal=1.4,
        names=(
            "{p} Community Transport|0",
            "{p} Dial a Ride|0",
            "{p} Community Bus|0",
            "{p} Voluntary Cars|1",
        ),
        does=(
            "Minibuses with lifts, for clubs, schools and people with no bus.",
            "Volunteers drive neighbours to hospital in their own cars.",
        ),
        objects=(
            "To provide a community transport service for inhabitants of {p} who are in "
            "need of it because of age, sickness, disability, poverty or isolation.",
        ),
        codes=(104, 105, 202, 203, 305, 306),
        median=46_000,
        spread=1.2,
        company=0.5,
        volunteers=26,
    ),
    Sort(
        key="justice",
        registered=0.4,
        informal=0.6,
        names=(
            "{p} Mediation|0",
            "New Start {c}|1",
            "{p} Prison Visitors|1",
            "{p} Substance Support",
            "{p} Victims' Network",
        ),
        does=(
            "Mediators who help neighbours to settle a quarrel before it grows.",
            "A job, a room and a friend at the gate for people leaving prison.",
        ),
        objects=(
            "The promotion of the sound administration of the law and the resettlement and "
            "rehabilitation of offenders in {c}.",
        ),
        codes=(103, 113, 206, 207, 306, 307),
        median=70_000,
        spread=1.3,
        company=0.5,
    ),
)
