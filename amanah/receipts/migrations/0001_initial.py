"""Messages to families' telephones, and the tries to send them."""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids
import amanah.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("visits", "0007_keep_grants"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("payment", models.UUIDField()),
                ("visit", models.UUIDField()),
                ("how", models.CharField(max_length=10)),
                ("number", amanah.vault.fields.SealedTextField()),
                ("text", amanah.vault.fields.SealedTextField()),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(choices=[("sent", "sent"), ("failed", "failed")], max_length=6)),
                ("sender", models.CharField(max_length=40)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tries",
                        to="receipts.message",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["visit"], name="receipt_by_visit"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("payment", "how"), name="receipt_sent_once_a_payment_and_way"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["whatsapp", "sms"])), name="receipt_goes_a_known_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="try",
            constraint=models.UniqueConstraint(fields=("message", "number"), name="receipt_tried_once_a_number"),
        ),
        migrations.AddConstraint(
            model_name="try",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "sent")), fields=("message",), name="receipt_sent_once"
            ),
        ),
    ]
