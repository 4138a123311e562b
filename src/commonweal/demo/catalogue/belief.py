"""Churches, chapels, mosques, gurdwaras, temples and meeting houses."""

from commonweal.demo.catalogue.sort import Sort

OBJECTS = (
    "The advancement of religion in {p} and the surrounding area for the benefit of the public.",
)

BELIEF = (
    Sort(
        key="church", registered=6, informal=3,
        names=("The Parochial Church Council of {s}, {p}", "{p} Methodist Circuit",
               "{p} Baptist Church", "{p} United Reformed Church", "{s} Church, {p}",
               "{p} Gospel Hall", "{p} Pentecostal Fellowship", "{p} Meeting of Friends",
               "Churches Together in {p}"),
        does=("Worship on Sundays, a toddler group, a lunch club and an open door.",
              "The parish church, with bells, a choir and a warm room in winter."),
        objects=OBJECTS, codes=(108, 207, 305, 306), median=44_000, spread=1.0, company=0.03,
        cio=0.15, volunteers=24,
    ),
    Sort(
        key="mosque", registered=0.5, informal=0.4,
        names=("{p} Mosque and Islamic Centre", "{p} Muslim Welfare Association",
               "Masjid Noor {p}", "{p} Islamic Education Trust"),
        does=("Five daily prayers, classes after school and an open kitchen in Ramadan.",),
        objects=OBJECTS, codes=(102, 105, 108, 204, 305, 306), median=70_000, spread=0.9,
        cio=0.5, volunteers=20,
    ),
    Sort(
        key="gurdwara", registered=0.15, informal=0.1,
        names=("Guru Nanak Gurdwara {p}", "{p} Sikh Temple", "{p} Sikh Sabha"),
        does=("Prayer, and a free meal for whoever comes, every day of the year.",),
        objects=OBJECTS, codes=(105, 108, 204, 207, 305, 306), median=85_000, spread=0.8,
        volunteers=40,
    ),
    Sort(
        key="temple", registered=0.35, informal=0.5,
        names=("{p} Hindu Samaj", "{p} Buddhist Group", "{p} Synagogue", "{p} Jain Centre",
               "{p} Interfaith Forum", "{p} Humanists"),
        does=("Festivals, meditation and study; visitors are welcome.",),
        objects=OBJECTS, codes=(102, 108, 115, 204, 305, 306), median=21_000, spread=1.1,
        volunteers=12,
    ),
    Sort(
        key="church-mission", registered=1.4, informal=0.5,
        names=("{p} Mission", "{p} Street Pastors", "{p} Christian Fellowship Trust",
               "The {n} Missionary Fund", "{p} Churchyard Trust"),
        does=("Volunteers in blue coats on Friday nights, with water, blankets and time.",
              "We look after a churchyard and the wall around it."),
        objects=OBJECTS, codes=(108, 105, 207, 302, 306), median=12_000, spread=1.3, volunteers=10,
    ),
)
