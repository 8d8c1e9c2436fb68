from odoo import api, models


class AftersalesReadTogetherMixin(models.AbstractModel):
    """Lines, answers, moves of a document: whoever asks for them reads them, with the same query.

    Core looks for what a one2many holds by one query, and reads it by a second one as soon as the first field is
    asked for. Here the first one brings the fields along.
    """
    _name = 'aftersales.read.together.mixin'
    _description = "Found and Read at Once"

    # The many2ones whose one2manys bring the fields along.
    _read_with = frozenset()

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        if field_names is not None and not self._read_with.isdisjoint(field_names):
            field_names = [*field_names, *self._get_read_names(field_names)]
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)

    @api.model
    def _get_read_names(self, known):
        """What core would read by the second query."""
        return [
            name for name, field in self._fields.items()
            if field.prefetch is True and field.store and name not in known and self._has_field_access(field, 'read')]
