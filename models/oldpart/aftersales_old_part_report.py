from odoo import models
from odoo.tools import SQL


class AftersalesOldPartReport(models.Model):
    """Table F tells of what is for claims; the rest stands in the register and among the most returned parts (H6)."""
    _inherit = 'aftersales.old.part.report'

    @property
    def _table_query(self):
        return SQL("%s WHERE p.duty = 'claim'", super()._table_query)
