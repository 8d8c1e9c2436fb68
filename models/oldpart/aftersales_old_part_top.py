from odoo import fields, models


class AftersalesOldPartTop(models.Model):
    """Which parts came out of cars most often, month by month: a row a part and month, with its rank (H6)."""
    _name = 'aftersales.old.part.top'
    _inherit = ['aftersales.old.part.ranking']
    _description = "Most Returned Parts"
    _auto = False
    _order = 'date desc, place_in_month, id'
    _rec_name = 'product_id'
    _depends = {'aftersales.old.part': ['company_id', 'product_id', 'quantity', 'vehicle_id', 'reason', 'serial_number']}
    _grain = 'month'
    _rank = 'place_in_month'

    date = fields.Date(string="Month", readonly=True)
    place_in_month = fields.Integer(string="Rank", readonly=True, aggregator='min')
