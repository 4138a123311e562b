"""Children, young people, schools and learning."""

from commonweal.demo.catalogue.sort import Sort

YOUNG = (
    Sort(
        key="playgroup",
        registered=5.2,
        informal=4,
        names=(
            "{p} Playgroup",
            "{p} Pre-School|0",
            "Little {animals} Pre-School, {p}|0",
            "{p} Toddlers|1",
            "{p} Under Fives|1",
            "{s} Pre-School, {p}|0",
            "{p} Forest Nursery|2",
            "Busy {animals} Toddler Group|1",
        ),
        does=(
            "Mornings of play and stories for two to four year olds in {p}.",
            "Stay and play for babies and toddlers with a parent, grandparent or minder.",
            "Sessional care in term time, with a breakfast club.",
        ),
        objects=(
            "To enhance the development and education of children under statutory school "
            "age by offering appropriate play, education and care facilities.",
        ),
        codes=(102, 201, 305, 306),
        median=78_000,
        spread=0.8,
        cio=0.4,
        company=0.15,
    ),
    Sort(
        key="parents-teachers",
        registered=5,
        informal=3,
        names=(
            "Friends of {p} Primary School",
            "{p} School Association",
            "{p} Parents and Teachers Association",
            "{s} School Fund, {p}",
            "{p} High School Association",
        ),
        does=(
            "Fairs, quizzes and discos that pay for trips, books and a new climbing frame.",
            "Parents and staff who raise money for what the school budget does not reach.",
        ),
        objects=(
            "To advance the education of pupils in the school, in particular by developing "
            "effective relationships between the staff, parents and others.",
        ),
        codes=(102, 201, 302, 304),
        median=5_400,
        spread=0.9,
        company=0,
        cio=0.1,
        volunteers=14,
    ),
    Sort(
        key="scouts",
        registered=3.4,
        informal=1.2,
        names=(
            "{o} {p} Scout Group",
            "{o} {p} Guides",
            "{o} {p} Brownies",
            "{o} {p} Sea Scouts",
            "{o} {p} Boys' and Girls' Brigade",
            "{p} Cadet Corps|2",
        ),
        does=(
            "Camps, badges and {day} evenings for boys and girls from six to eighteen.",
            "Skills for life through adventure, run wholly by volunteers.",
            "Drill, first aid, music and a camp by the sea for twelve to eighteens.",
        ),
        objects=(
            "The development of young people in achieving their full physical, "
            "intellectual, social and spiritual potential as individuals and citizens.",
        ),
        codes=(102, 116, 201, 304, 305),
        median=11_000,
        spread=0.8,
        company=0,
        cio=0.05,
        volunteers=16,
    ),
    Sort(
        key="youth-club",
        registered=3,
        informal=3,
        names=(
            "{p} Youth Club",
            "{p} Youth Project",
            "The {t} Youth Centre",
            "Young {p}",
            "{p} Boys' and Girls' Club",
            "Next Step {p}",
            "{p} Detached Youth Work|1",
        ),
        does=(
            "Open evenings, cooking, music and someone to talk to for eleven to nineteens.",
            "Youth workers on the streets and in the skate park of {p}.",
            "A safe place after school, with a hot meal on {day}s.",
        ),
        objects=(
            "To act as a resource for young people living in {p} by providing advice, "
            "assistance and programmes of physical, educational and other activities.",
        ),
        codes=(102, 110, 116, 201, 305, 306),
        median=52_000,
        spread=1.4,
        cio=0.5,
        volunteers=14,
    ),
    Sort(
        key="education-foundation",
        registered=2,
        informal=0,
        names=(
            "{n}'s Educational Foundation",
            "{p} Educational Charity",
            "{p} School House Trust",
            "The {n} Scholarship Fund",
            "{p} Apprenticing Charity",
        ),
        does=(
            "Grants for books, tools and travel to young people of {p} starting out.",
            "Awards to students from the ancient parish.",
        ),
        objects=(
            "Promoting the education, including social and physical training, of persons "
            "under the age of 25 who are resident in {p} and in need of financial help.",
        ),
        codes=(102, 201, 301),
        median=4_200,
        spread=1.5,
        company=0,
        cio=0.05,
        volunteers=3,
    ),
    Sort(
        key="school",
        registered=1.7,
        informal=0,
        names=("{s} School, {p}", "{p} College Trust", "{p} Montessori School", "{n} School"),
        does=(
            "An independent day school for pupils from four to eighteen.",
            "A school with a farm, a workshop and a place for those who learn with their hands.",
        ),
        objects=("The advancement of education by the conduct of a school in or near {p}.",),
        codes=(102, 201, 305, 306),
        median=2_600_000,
        spread=1.1,
        company=0.8,
        volunteers=6,
    ),
    Sort(
        key="adult-learning",
        registered=0.9,
        informal=1.6,
        names=(
            "{p} Adult Learning|0",
            "{p} Learning Circle|0",
            "{p} Later Learning Society|0",
            "Read On {p}|1",
            "{p} English for All|1",
        ),
        does=(
            "Talks, short courses and study groups, most of them in the daytime.",
            "Volunteers teach reading, English and how to use a telephone that does everything.",
        ),
        objects=("The advancement of education of people of all ages in {p} and district.",),
        codes=(102, 202, 207, 306),
        median=9_000,
        spread=1.2,
        company=0.2,
    ),
    Sort(
        key="family-support",
        registered=2.4,
        informal=1,
        names=(
            "{p} Family Centre|2",
            "Home Visits {p}|0",
            "{p} Baby Bank|1",
            "Small Steps {p}|0",
            "{p} Kinship Carers|2",
            "{p} Single Parents' Network|2",
        ),
        does=(
            "Volunteers who visit families with young children, an afternoon a week.",
            "Prams, cots and clothes, cleaned and given on to families who need them.",
            "A play room, a washing machine, a cup of tea and somebody who knows the forms.",
        ),
        objects=(
            "To safeguard, protect and preserve the good health of children and parents in "
            "{p} and to prevent cruelty to or maltreatment of children.",
        ),
        codes=(103, 105, 201, 207, 306, 307),
        median=120_000,
        spread=1.2,
        company=0.3,
        cio=0.5,
        volunteers=22,
    ),
)
