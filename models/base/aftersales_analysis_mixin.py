from odoo import api, models


class AftersalesAnalysisMixin(models.AbstractModel):
    """A view of the database that people analyse, without rows of its own."""
    _name = 'aftersales.analysis.mixin'
    _description = "Analysis"

    def _search(self, *args, **kwargs):
        """PostgreSQL compiles (``jit``) what it takes for a long question: for these that takes longer than to answer."""
        self.env.cr.execute("SET LOCAL jit = off")
        return super()._search(*args, **kwargs)

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Whether somebody may see a row is asked of its company: read with the row, or the long question is asked twice."""
        if field_names is not None and 'company_id' in self._fields:
            field_names = [*dict.fromkeys([*field_names, 'company_id'])]
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)
