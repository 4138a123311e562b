"""Arts, heritage, sport, animals and the land."""

from commonweal.demo.catalogue.sort import Sort

CULTURE = (
    Sort(
        key="choir", registered=2.4, informal=4,
        names=("{p} Choral Society", "{p} Singers", "{p} Community Choir", "{p} Male Voice Choir",
               "{p} Silver Band", "{p} Chamber Orchestra", "{p} Ukuleles", "{p} Folk Club",
               "{p} Bell Ringers", "Rock Choir {p}"),
        does=("Everybody may sing; we rehearse on Wednesdays and give three concerts a year.",
              "A band for all ages, with instruments to lend and lessons for beginners."),
        objects=("To promote, improve, develop and maintain public education in, and "
                 "appreciation of, the art and science of music by concerts and other activities.",),
        codes=(102, 109, 207, 306), median=6_800, spread=0.9, company=0.03, volunteers=10,
    ),
    Sort(
        key="theatre", registered=1.4, informal=2,
        names=("{p} Players", "{p} Operatic Society", "{p} Little Theatre", "{p} Youth Theatre",
               "{p} Pantomime Group", "The {t} Theatre"),
        does=("A pantomime every January and a play every June.",
              "A ninety-seat theatre run by its members in an old chapel."),
        objects=("To promote, maintain, improve and advance education, particularly by the "
                 "production of educational plays and the encouragement of the arts.",),
        codes=(102, 109, 207, 305, 306), median=12_000, spread=1.2, company=0.15, volunteers=22,
    ),
    Sort(
        key="arts", registered=1.5, informal=2.6,
        names=("{p} Arts", "{p} Art Group", "{p} Festival", "{p} Film Society", "{p} Makers",
               "Salt and Ink {p}", "{p} Writers", "{p} Carnival", "{p} Gallery Trust"),
        does=("Open studios, workshops in schools and a festival in May.",
              "Films on the second Friday, with talk and cake."),
        objects=("To advance the arts, culture and heritage for the public benefit in {p} by "
                 "exhibitions, workshops and performances.",),
        codes=(102, 109, 207, 306), median=17_000, spread=1.5, company=0.35, volunteers=13,
    ),
    Sort(
        key="heritage", registered=2.6, informal=2.6,
        names=("{p} Heritage Trust", "{p} History Society", "{p} Windmill Trust",
               "{p} Museum", "Friends of {p} Church", "{p} Lifeboat Museum", "{p} Pier Trust",
               "{p} Archive", "{p} Light Railway", "{p} Society"),
        does=("We keep the mill turning and open it on Sundays.",
              "Old photographs, recorded memories and a walk on the first Saturday.",
              "A museum of the fishing trade in the net loft, kept by volunteers."),
        objects=("To preserve for the benefit of the people of {p} the historical, architectural "
                 "and constructional heritage that may exist in and around it.",),
        codes=(102, 109, 112, 207, 305, 306), median=8_600, spread=1.4, company=0.2,
        volunteers=18,
    ),
    Sort(
        key="allotments", registered=0.6, informal=3.6,
        names=("{p} Allotments Association", "{t} Allotments", "{p} Horticultural Society",
               "{p} Community Garden", "{p} Gardeners", "Grow {p}", "{p} Community Orchard"),
        does=("Sixty plots, a shared shed and a waiting list of about a year.",
              "A garden anyone may dig in, with a children's bed and a bread oven."),
        objects=("To promote for public benefit the cultivation of land in {p} for food, health "
                 "and recreation.",),
        codes=(112, 116, 207, 305, 306), median=3_000, spread=0.8, volunteers=10,
    ),
    Sort(
        key="sport", registered=3.0, informal=6,
        names=("{p} Football Club", "{p} Cricket Club", "{p} Bowls Club", "{p} Tennis Club",
               "{p} Rugby Club", "{p} Swimming Club", "{p} Gymnastics", "{p} Sailing Club",
               "{p} Runners", "{p} Netball Club", "{p} Table Tennis", "{p} Boxing Club",
               "{p} Walking Football", "{p} Rowing Club"),
        does=("Seven teams from under-nines to veterans, and a bar on Saturdays.",
              "Coaching for beginners, a green to be proud of and matches all summer.",
              "Anyone may join; the first three sessions are free."),
        objects=("To promote community participation in healthy recreation in {p} by providing "
                 "facilities for the playing of sport.",),
        codes=(110, 116, 201, 207, 305), median=14_000, spread=1.1, company=0.15, volunteers=15,
    ),
    Sort(
        key="recreation-ground", registered=2.2, informal=0.3,
        names=("{p} Recreation Ground", "{p} Playing Fields", "{n} Park, {p}", "{p} Green",
               "{p} Skate Park"),
        does=("A field with swings, a pitch and a path wheelchairs can use.",),
        objects=("The provision and maintenance of a recreation ground for the benefit of the "
                 "inhabitants of {p}.",),
        codes=(110, 116, 207, 305), median=4_800, spread=1.1, company=0, cio=0.1, volunteers=6,
    ),
    Sort(
        key="environment", registered=1.7, informal=3.2,
        names=("Friends of {p} Marsh", "Friends of {p} Park", "{p} Wildlife Group",
               "{p} Beach Clean", "{p} Climate Action", "{p} Tree Wardens", "{c} Rivers Trust",
               "{p} Swift Group", "{p} Footpaths Society"),
        does=("Hedge laying, pond clearing and a count of winter birds.",
              "We pick up what the tide brings in, on the last Sunday of the month.",
              "A warmer-homes survey, a tree nursery and lifts to share."),
        objects=("To promote for the benefit of the public the conservation, protection and "
                 "improvement of the physical and natural environment in and around {p}.",),
        codes=(102, 112, 207, 304, 306), median=5_200, spread=1.5, cio=0.4, volunteers=20,
    ),
    Sort(
        key="animals", registered=1.0, informal=1.0,
        names=("{p} Animal Rescue", "{p} Cat Shelter", "{p} Hedgehog Hospital",
               "{c} Seal Sanctuary", "{p} Donkey Field", "{p} Dog Rehoming"),
        does=("Strays taken in, mended and found a home.",
              "A shelter for injured wild animals, open to visitors at Easter."),
        objects=("The relief of suffering of animals in need of care and attention, and in "
                 "particular the provision of a refuge in {c}.",),
        codes=(111, 112, 207, 305, 306), median=42_000, spread=1.3, cio=0.5, volunteers=24,
    ),
    Sort(
        key="women-s-meeting", registered=0.5, informal=5,
        names=("{p} Women's Guild", "{p} Knit and Natter", "{p} Gardening Club", "{p} Quilters",
               "{p} Camera Club", "{p} Book Group", "{p} Bridge Club", "{p} Line Dancers",
               "{p} Ramblers", "{p} Local Radio", "{p} Craft Circle", "{p} Jigsaw Library"),
        does=("We meet twice a month; newcomers are given a cup and a chair.",
              "A hobby shared, in the back room of the hall, for a pound and a biscuit."),
        objects=("To provide facilities in the interests of social welfare for the recreation of "
                 "the inhabitants of {p}.",),
        codes=(109, 116, 207, 306), median=1_500, spread=0.8, volunteers=6,
    ),
    Sort(
        key="veterans", registered=1.0, informal=0.8,
        names=("{p} Veterans' Breakfast Club", "{p} Ex-Service Benevolent Fund",
               "{p} Lifeboat Crew Fund", "{p} Fishermen's Widows Fund", "{p} Seafarers' Rest"),
        does=("Breakfast, company and help with claims for people who have served.",
              "Grants to families of those lost or hurt at sea."),
        objects=("The relief of need among former members of the armed forces, fishermen and "
                 "seafarers of {p} and their dependants.",),
        codes=(105, 114, 206, 301, 306), median=6_000, spread=1.3, volunteers=9,
    ),
    Sort(
        key="overseas", registered=1.0, informal=0.7,
        names=("{p} Overseas Aid", "{p} to Malawi", "Wells for Villages ({p})", "{n} Schools Abroad",
               "{p} Town Twinning"),
        does=("We pay for wells, desks and teachers in villages we know by name.",),
        objects=("The relief of poverty and the advancement of education overseas.",),
        codes=(102, 105, 106, 207, 302), median=15_000, spread=1.6, company=0.1, volunteers=8,
    ),
    Sort(
        key="leisure-trust", registered=0.08, informal=0,
        names=("{c} Leisure Trust", "{p} Theatres and Museums", "{c} Housing and Care"),
        does=("Pools, libraries and sports halls for the whole county, and 640 staff.",),
        objects=("The provision of facilities for recreation and culture in {c}.",),
        codes=(109, 110, 116, 207, 305, 306), median=12_500_000, spread=0.5, company=1, cio=0,
        volunteers=90,
    ),
)
