"""Areas of villages by edition: what stood in Village becomes edition 1, and from now on nothing is overwritten."""

import json
from hashlib import sha256

import django.db.models.deletion
import shapely
from django.db import migrations, models
from django.utils import timezone

LAW = """
CREATE FUNCTION access_refuse_area_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'areas are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'areas_are_kept';
END $$;
CREATE TRIGGER edition_is_never_changed BEFORE UPDATE OR DELETE ON access_areaedition
    FOR EACH ROW EXECUTE FUNCTION access_refuse_area_change();
CREATE TRIGGER edition_is_never_truncated BEFORE TRUNCATE ON access_areaedition
    FOR EACH STATEMENT EXECUTE FUNCTION access_refuse_area_change();
CREATE TRIGGER area_is_never_changed BEFORE UPDATE OR DELETE ON access_villagearea
    FOR EACH ROW EXECUTE FUNCTION access_refuse_area_change();
CREATE TRIGGER area_is_never_truncated BEFORE TRUNCATE ON access_villagearea
    FOR EACH STATEMENT EXECUTE FUNCTION access_refuse_area_change();
"""
NO_LAW = """
DROP TRIGGER area_is_never_truncated ON access_villagearea;
DROP TRIGGER area_is_never_changed ON access_villagearea;
DROP TRIGGER edition_is_never_truncated ON access_areaedition;
DROP TRIGGER edition_is_never_changed ON access_areaedition;
DROP FUNCTION access_refuse_area_change();
"""
# Rows and tables change in one transaction: what the rows still owe (foreign keys) is settled before.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"


def first_edition(apps, schema_editor):
    rows = [row for row in apps.get_model("access", "Village").objects.order_by("code") if row.area]
    if not rows:
        return
    edition = apps.get_model("access", "AreaEdition").objects.create(
        sha256=sha256(json.dumps([[row.code, row.area] for row in rows]).encode()).hexdigest(),
        source="before editions were kept", is_approximate=all(row.is_approximate for row in rows),
        villages=len(rows), loaded_by="migration", loaded_at=timezone.now(),
    )  # fmt: skip
    area = apps.get_model("access", "VillageArea")
    shapes = [shapely.make_valid(shapely.Polygon(row.area)) for row in rows]
    area.objects.bulk_create(
        area(edition=edition, village=row, wkb=shapely.to_wkb(shape)) for row, shape in zip(rows, shapes, strict=True)
    )


def back_to_rings(apps, schema_editor):
    """The newest area of each, its largest part's outline: holes and islands can't be said in the old column."""
    newest = apps.get_model("access", "VillageArea").objects.order_by("village_id", "-edition_id")
    for row in newest.distinct("village_id").select_related("edition", "village"):
        largest = max(shapely.get_parts(shapely.from_wkb(bytes(row.wkb))), key=shapely.area)
        row.village.area = [list(point) for point in largest.exterior.coords]
        row.village.is_approximate = row.edition.is_approximate
        row.village.save()


class Migration(migrations.Migration):
    dependencies = [("access", "0004_name_geotaggers")]

    operations = [
        migrations.CreateModel(
            name="AreaEdition",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=200)),
                ("licence", models.CharField(default="", max_length=200)),
                ("is_approximate", models.BooleanField()),
                ("villages", models.PositiveIntegerField()),
                ("faults", models.JSONField(default=dict)),
                ("loaded_by", models.CharField(max_length=80)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="edition_names_its_file"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="VillageArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="access.areaedition"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="access.village"
                    ),
                ),
                ("wkb", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("village", "edition"), name="area_once_an_edition")]
            },
        ),
        migrations.RunPython(first_edition, back_to_rings),
        migrations.RunSQL(SETTLE, SETTLE),
        migrations.RemoveField("village", "area"),
        migrations.RemoveField("village", "is_approximate"),
        migrations.RunSQL(LAW, NO_LAW),
    ]
