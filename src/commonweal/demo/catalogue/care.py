"""Health, disability, older people and carers."""

from commonweal.demo.catalogue.sort import Sort

CARE = (
    Sort(
        key="lunch-club",
        registered=1.6,
        informal=5,
        names=(
            "{p} Lunch Club|0",
            "{p} Over Sixties|1",
            "{p} Day Centre|0",
            "{p} Friendship Club|1",
            "{p} Evergreens|1",
            "{p} Silver Threads|1",
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
        registered=1.7,
        informal=1.6,
        names=(
            "{p} Carers|0",
            "{p} Young Carers|1",
            "{c} Carers' Network|0",
            "Time Out {p}|0",
            "{p} Sitting Service|0",
        ),
        does=(
            "Breaks, advice and a listening ear for people who look after somebody.",
            "A club for children who care for a parent, with lifts there and home.",
        ),
        objects=("To relieve the needs of carers and those they care for in {c}.",),
        codes=(103, 104, 201, 203, 206, 306, 307),
        median=160_000,
        spread=1.4,
        company=0.4,
        volunteers=18,
    ),
    Sort(
        key="disability",
        registered=2.4,
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
        median=75_000,
        spread=1.6,
        company=0.3,
        volunteers=15,
    ),
    Sort(
        key="mental-health",
        registered=2.2,
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
        median=60_000,
        spread=1.5,
        cio=0.5,
        volunteers=14,
    ),
    Sort(
        key="health",
        registered=2.2,
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
        median=18_000,
        spread=1.7,
        volunteers=12,
    ),
    Sort(
        key="hospice",
        registered=0.35,
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
        registered=2.0,
        informal=0,
        names=(
            "{n} House, {p}|0",
            "{p} Care Society",
            "{c} Supported Living|1",
            "{p} Homecare Trust|1",
        ),
        does=(
            "Residential care in the old rectory for {few} people.",
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
        key="transport",
        registered=1.3,
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
        median=90_000,
        spread=1.2,
        company=0.5,
        volunteers=26,
    ),
)
