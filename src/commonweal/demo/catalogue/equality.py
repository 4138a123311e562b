"""People who meet prejudice or come from elsewhere, and people in trouble with the law."""

from commonweal.demo.catalogue.sort import Sort

EQUALITY = (
    Sort(
        key="women",
        registered=1.2,
        informal=1.8,
        names=(
            "{p} Women's Centre|0",
            "{p} Women's Network|2",
            "{p} Women's Meeting|2",
            "Safe Harbour {p}|1",
            "{p} Mothers' Circle|2",
        ),
        does=(
            "A centre run by women, with advice, a creche and courses.",
            "Support for women and children leaving abuse, by people who understand it.",
            "Women of {p} who meet to talk, learn and campaign, with a creche.",
        ),
        objects=(
            "The relief of women and their children in {c} who have experienced abuse, "
            "poverty or distress.",
        ),
        codes=(105, 107, 115, 201, 206, 306, 307),
        median=110_000,
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
        registered=1,
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
        median=45_000,
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
        key="justice",
        registered=0.9,
        informal=0.6,
        names=(
            "{p} Mediation|0",
            "New Start {c}|1",
            "{p} Prison Visitors|1",
            "{p} Substance Support|2",
            "{p} Victims' Network|3",
        ),
        does=(
            "Mediators who help neighbours to settle a quarrel before it grows.",
            "A job, a room and a friend at the gate for people leaving prison.",
            "Groups and a worker to talk to for people who drink or use drugs, and their families.",
            "Somebody to sit with you at the police station and in court.",
        ),
        objects=(
            "The promotion of the sound administration of the law and the resettlement and "
            "rehabilitation of offenders in {c}.",
        ),
        codes=(103, 113, 206, 207, 306, 307),
        median=170_000,
        spread=1.3,
        company=0.5,
    ),
)
