from odoo import models


class AftersalesAnalysisMixin(models.AbstractModel):
    """A view of the database that people analyse, without rows of its own."""
    _name = 'aftersales.analysis.mixin'
    _description = "Analysis"

    def _search(self, *args, **kwargs):
        """PostgreSQL compiles (``jit``) what it takes for a long question: for these that takes longer than to answer."""
        self.env.cr.execute("SET LOCAL jit = off")
        return super()._search(*args, **kwargs)
