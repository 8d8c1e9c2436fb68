from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column, table_exists


class AftersalesPublishedPriceMixin(models.AbstractModel):
    """The published prices a document was begun under stay its prices (A5, C9). It has ``workshop_id``."""
    _name = 'aftersales.published.price.mixin'
    _description = "Document at Published Prices"

    price_list_id = fields.Many2one(
        'aftersales.price.list', string="Published Price List", compute='_compute_price_list_id', store=True, precompute=True,
        index='btree_not_null', ondelete='restrict', copy=False,
        help="The list that held in the outlet when it was begun: labour, fees and parts are charged by it.")

    def _auto_init(self):
        """What was made before the field existed was begun under no list."""
        cr, table = self.env.cr, self._table
        if table_exists(cr, table) and not column_exists(cr, table, 'price_list_id'):
            create_column(cr, table, 'price_list_id', 'int4')
        return super()._auto_init()

    @api.depends('workshop_id')
    def _compute_price_list_id(self):
        """Not by the day alone: the version of the day it is begun is written, and stays."""
        Lists, now = self.env['aftersales.price.list'], fields.Datetime.now()
        for document in self:
            workshop = document.workshop_id._origin
            document.price_list_id = bool(workshop) and Lists._get_in_force_id(workshop.id, workshop._get_local_day(now))
