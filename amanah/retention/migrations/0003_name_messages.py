"""Receipts to telephones are among what is destroyed. No column changes: only which words are known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_protect_certificates")]
    operations = [
        migrations.AlterField(
            model_name="order",
            name="what",
            field=models.CharField(
                choices=[("photo", "photo"), ("template", "template"), ("message", "message")], max_length=10
            ),
        ),
    ]
