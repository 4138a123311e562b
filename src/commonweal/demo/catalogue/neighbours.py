"""Halls, neighbours, food, advice, homes and money for a neighbourhood."""

from commonweal.demo.catalogue.sort import Sort

NEIGHBOURS = (
    Sort(
        key="village-hall",
        registered=6,
        informal=0.5,
        names=(
            "{p} Village Hall",
            "{p} Village Hall and Playing Field",
            "{p} Memorial Hall",
            "{p} Parish Rooms",
            "{p} Community Centre",
            "The {n} Hall, {p}",
            "{p} Reading Room",
            "{p} Jubilee Hall",
            "{p} Community Association",
        ),
        does=(
            "We keep a hall for meetings, classes, parties and polling day in {p}.",
            "A hall, a kitchen and a small meeting room for the people of {p}, let by the hour.",
            "The hall is home to {p}'s playgroup, lunch club, bowls and Saturday market.",
        ),
        objects=(
            "The provision and maintenance of a village hall for the use of the inhabitants "
            "of {p} without distinction of sex, politics or religious belief, for meetings, "
            "lectures, classes and recreation.",
        ),
        codes=(101, 116, 207, 305),
        median=15_000,
        spread=0.9,
        cio=0.35,
        company=0.04,
    ),
    Sort(
        key="food-bank",
        registered=2.4,
        informal=1.6,
        names=(
            "{p} Food Bank|0",
            "{p} Larder|1",
            "The {t} Pantry|1",
            "{p} Community Fridge|2",
            "{p} Table|3",
            "{p} Food Share|2",
            "Full Plate {p}|0",
            "{p} Community Kitchen|3",
        ),
        does=(
            "Emergency food parcels, three days' meals each, for people referred to us in {p}.",
            "A pantry where members pay a little and choose their own groceries.",
            "We collect surplus food from shops and farms and share it around {p}.",
            "A shared meal on {day}s, cooked by whoever comes, and no questions.",
        ),
        objects=(
            "The prevention or relief of poverty in {p} and the surrounding area by the "
            "provision of food, toiletries and other essential items to people in need.",
        ),
        codes=(105, 207, 304, 306),
        median=62_000,
        spread=1.2,
        cio=0.6,
        volunteers=30,
    ),
    Sort(
        key="good-neighbours",
        registered=1.5,
        informal=7,
        names=(
            "{p} Good Neighbours",
            "{p} Neighbour Network",
            "{p} Helping Hands",
            "{p} Mutual Aid",
            "Here for {p}",
            "{p} Village Care",
            "{p} Lifts and Errands",
            "{t} Neighbours",
            "{p} Care Scheme",
        ),
        does=(
            "Lifts to the surgery, shopping, a changed light bulb, an hour's company: ring us.",
            "Neighbours in {p} who fetch prescriptions, walk dogs and sit with people.",
            "A telephone rota answered by volunteers, weekdays nine to noon.",
        ),
        objects=(
            "The relief of those in need by reason of age, ill health, disability or "
            "isolation in {p}, by a voluntary scheme of practical help.",
        ),
        codes=(103, 105, 202, 207, 306),
        median=3_200,
        spread=0.9,
        volunteers=26,
    ),
    Sort(
        key="almshouse",
        registered=2.2,
        informal=0,
        names=(
            "The {n} Almshouses",
            "{n}'s Hospital, {p}",
            "{p} Almshouse Charity",
            "{p} United Almshouses",
            "The Charity of {n} for Almspeople",
        ),
        does=(
            "{few} homes for older people of small means who have lived in {p}.",
            "We let almshouses at a modest weekly contribution and look after their gardens.",
        ),
        objects=(
            "The provision of housing accommodation for necessitous persons who are "
            "inhabitants of the parish of {p}, and such charitable purposes for the benefit "
            "of the residents as the trustees decide.",
        ),
        codes=(105, 107, 202, 305),
        median=52_000,
        spread=1.2,
        company=0.03,
        volunteers=5,
    ),
    Sort(
        key="relief-in-need",
        registered=3,
        informal=0,
        names=(
            "{p} Relief in Need Charity",
            "The {n} Charity",
            "{p} Fuel Allotment",
            "The Charity of {n}",
            "{p} Poor's Land",
            "{p} Town Lands Charity",
            "{n} and {n2} United Charities",
            "{p} Coal Charity",
        ),
        does=(
            "Small grants to people in {p} in need, hardship or distress.",
            "Winter fuel grants at Christmas to older people of the parish.",
            "Rent from two fields pays for bread, fuel and books, as it has since {year}.",
        ),
        objects=(
            "The relief either generally or individually of persons resident in {p} who are "
            "in conditions of need, hardship or distress.",
        ),
        codes=(105, 202, 207, 301),
        median=3_000,
        spread=1.4,
        company=0,
        cio=0.05,
        volunteers=4,
    ),
    Sort(
        key="advice",
        registered=2.2,
        informal=0.3,
        names=(
            "{p} Advice Centre",
            "{p} Independent Advice",
            "{p} Law and Rights Project",
            "{c} Debt Advice",
            "Plain Advice {p}",
            "{p} Money Matters",
        ),
        does=(
            "Free, confidential advice on debt, benefits, housing and work.",
            "Advisers and trained volunteers see people in {p}, by telephone and at home.",
            "We help people to appeal, to claim what is theirs and to stay in their homes.",
        ),
        objects=(
            "To promote any charitable purpose for the benefit of the community in {p} by "
            "the advancement of education, the protection of health and the relief of "
            "poverty, sickness and distress, through free advice.",
        ),
        codes=(105, 113, 207, 306, 307),
        median=260_000,
        spread=1.1,
        company=0.6,
        volunteers=24,
    ),
    Sort(
        key="homeless",
        registered=2.2,
        informal=0.6,
        names=(
            "{p} Night Shelter|0",
            "The {t} Project|1",
            "Key to the Door {p}|1",
            "{p} Open House|0",
            "{p} Outreach|2",
            "A Bed for the Night, {p}|2",
        ),
        does=(
            "Beds, breakfast and a way forward for people without a home.",
            "Supported rooms for young people who cannot live with their families.",
            "A soup run four nights a week and help to find a tenancy.",
        ),
        objects=(
            "The relief of poverty and homelessness in {c}, in particular by the provision "
            "of accommodation, food, advice and support.",
        ),
        codes=(105, 107, 206, 305, 306),
        median=260_000,
        spread=1.3,
        company=0.5,
        volunteers=28,
    ),
    Sort(
        key="residents",
        registered=1.0,
        informal=8,
        names=(
            "{p} Residents' Association|0",
            "{t} Tenants' Association|1",
            "Love {p}|2",
            "{p} Action Group|1",
            "{p} Neighbourhood Forum|1",
            "{p} in Bloom|2",
            "{t} Community Group|0",
            "{p} Litter Pickers|2",
            "Keep {p} Talking|1",
            "{p} Street Party Committee|1",
        ),
        does=(
            "We speak for the people of {p} and put on a summer fair.",
            "Monthly meetings, a newsletter and a word with the council when it is needed.",
            "Planters, hanging baskets and a spring tidy.",
        ),
        objects=(
            "To promote the benefit of the inhabitants of {p} by associating them with the "
            "local authorities and others in a common effort to improve the conditions of "
            "life of the inhabitants.",
        ),
        codes=(112, 113, 207, 306, 309),
        median=1_600,
        spread=1.0,
        volunteers=9,
    ),
    Sort(
        key="community-development",
        registered=3.6,
        informal=0.6,
        names=(
            "{p} Development Trust|1",
            "{p} Community Partnership",
            "{p} Together",
            "{p} Enterprise|2",
            "{p} Regeneration",
            "{c} Community Foundation for {p}",
            "{p} Works|2",
        ),
        does=(
            "A community-run centre with workspace, a cafe and a job club.",
            "We run buildings that belong to the people of {p}, and let rooms to small groups.",
            "Training, work experience and help to start a business.",
        ),
        objects=(
            "The advancement of community development and urban or rural regeneration in "
            "areas of social and economic deprivation, in particular {p}.",
        ),
        codes=(101, 113, 207, 305, 306, 309),
        median=210_000,
        spread=1.2,
        company=0.7,
    ),
    Sort(
        key="community-shop",
        registered=0.8,
        informal=0.8,
        names=(
            "{p} Community Shop|0",
            "{p} Community Pub|1",
            "{p} Stores|0",
            "{p} Community Energy|1",
            "{p} Land Trust|1",
        ),
        does=(
            "The shop and post office, owned by {many} villagers and kept open by volunteers.",
            "Owned by its members, one vote each; what is left over goes back into {p}.",
        ),
        objects=("To carry on business for the benefit of the community of {p}.",),
        codes=(113, 207, 305, 306),
        median=160_000,
        spread=0.9,
        company=0.5,
        volunteers=35,
    ),
    Sort(
        key="repair-cafe",
        registered=0.4,
        informal=3.2,
        names=(
            "{p} Repair Cafe|0",
            "{p} Library of Things|1",
            "Mend it in {p}|0",
            "{p} Bike Kitchen|0",
            "{p} Swap Shop|1",
            "{p} Scrapstore|1",
        ),
        does=(
            "Bring a broken lamp, a torn coat or a slow laptop: we mend it together.",
            "Borrow a carpet cleaner, a tent or a drill for a pound or two.",
        ),
        objects=(
            "To promote the conservation of resources and the reduction of waste for the "
            "public benefit by repair, sharing and re-use in {p}.",
        ),
        codes=(102, 112, 207, 306),
        median=3_500,
        spread=0.9,
        cio=0.6,
        volunteers=16,
    ),
    Sort(
        key="grants",
        registered=3.2,
        informal=0,
        names=(
            "The {n} Foundation",
            "The {n} Family Charitable Trust",
            "The {n} and {n2} Trust",
            "{n} Memorial Fund",
            "The {p} Trust",
            "The {n} Bequest",
        ),
        does=(
            "Grants to local charities; we meet twice a year and do not take telephone calls.",
            "We make grants at the trustees' discretion, mostly in {c}.",
            "Gifts to good causes in memory of the {n} family.",
        ),
        objects=(
            "For such charitable purposes as the trustees in their absolute discretion "
            "decide, with a preference for {c}.",
        ),
        codes=(101, 205, 302),
        median=30_000,
        spread=2.0,
        company=0.04,
        cio=0.2,
        volunteers=0,
    ),
    Sort(
        key="umbrella",
        registered=0.7,
        informal=0.2,
        names=(
            "{p} Voluntary Action",
            "{c} Rural Community Council",
            "{c} Association of Halls",
            "{c} Social Enterprise Network",
            "{p} Volunteer Centre",
            "{c} Funders' Forum",
        ),
        does=(
            "Advice, training and a voice for voluntary groups.",
            "We help small groups with funding, governance and finding volunteers.",
        ),
        objects=(
            "To promote any charitable purposes for the benefit of the community in {c} by "
            "bringing voluntary organisations and statutory authorities together.",
        ),
        codes=(101, 113, 205, 207, 307, 309),
        median=360_000,
        spread=0.9,
        company=0.8,
    ),
)
