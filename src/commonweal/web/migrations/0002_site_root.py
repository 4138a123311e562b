"""A fresh database has a home page and a list of news, so that the site works at once."""

from django.db import migrations


def make_root(apps, schema_editor):
    """Put our home page where Wagtail's welcome page stands, with the news below it."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("web", "HomePage")
    NewsIndexPage = apps.get_model("web", "NewsIndexPage")

    Site.objects.filter(root_page__path="00010001").delete()
    Page.objects.filter(path="00010001", numchild=0).delete()
    if Page.objects.filter(path__startswith="0001", depth=2).exists():
        return
    locale = Locale.objects.first() or Locale.objects.create(language_code="en-gb")

    def kind(model):
        return ContentType.objects.get_or_create(model=model, app_label="web")[0]

    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        path="00010001",
        depth=2,
        numchild=1,
        url_path="/home/",
        content_type=kind("homepage"),
        locale=locale,
        live=True,
    )
    NewsIndexPage.objects.create(
        title="News",
        draft_title="News",
        slug="news",
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/news/",
        content_type=kind("newsindexpage"),
        locale=locale,
        live=True,
    )
    Page.objects.filter(path="0001").update(numchild=1)
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name="Commonweal",
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_root, migrations.RunPython.noop)]
