"""Sealed columns: text or bytes in the model, AES-256-GCM in the table, bound to table and column.

A moved value (another column, another table) refuses to open. Sealed columns can't be searched: keep a
`vault.queries.fingerprint` beside a column that must be found again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import FieldError
from django.db import models

from amanah.vault import sealing

if TYPE_CHECKING:
    _ST = TypeVar("_ST", contravariant=True)
    _GT = TypeVar("_GT", covariant=True)

    class _TextField(models.TextField[_ST, _GT]): ...

    class _BytesField(models.BinaryField[_ST, _GT]): ...
else:
    _ST = _GT = object

    class _TextField(models.Field):
        def __class_getitem__(cls, types):  # Django's own fields take no types when they run
            return cls

    _BytesField = _TextField


class _Sealed:
    """What both sealed fields share: a bytea column that only `IS NULL` may ask about."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"a sealed column can't be searched by {lookup_name}; use a fingerprint")
        return cast("Any", super()).get_lookup(lookup_name)

    @property
    def where(self) -> str:
        field = cast("models.Field[Any, Any]", self)
        return f"{field.model._meta.db_table}.{field.column}"


class SealedTextField(_Sealed, _TextField[_ST, _GT]):
    empty_values = [None]

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> bytes | None:
        return None if value is None else sealing.seal(value.encode(), where=self.where)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else sealing.unseal(bytes(value), where=self.where).decode()


class SealedBytesField(_Sealed, _BytesField[_ST, _GT]):
    empty_values = [None]

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> bytes | None:
        return None if value is None else sealing.seal(bytes(value), where=self.where)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else sealing.unseal(bytes(value), where=self.where)
