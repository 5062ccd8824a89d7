"""Words of house fronts, so that one front is found among an office's month without comparing every pair."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0008_call_back")]

    operations = [
        migrations.CreateModel(
            name="FrontWords",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("words", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
