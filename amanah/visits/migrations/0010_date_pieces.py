"""When each piece of a photo came, so that uploads nobody goes on with are let go of; those there came today."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0009_book_later")]
    operations = [
        migrations.AddField(
            model_name="mediapiece",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
