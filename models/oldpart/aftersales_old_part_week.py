from odoo import fields, models


class AftersalesOldPartWeek(models.Model):
    """Which parts came out of cars most often, week by week: a row a part and week, with its rank (H6)."""
    _name = 'aftersales.old.part.week'
    _inherit = ['aftersales.old.part.ranking']
    _description = "Most Returned Parts of the Week"
    _auto = False
    _order = 'date desc, place_in_week, id'
    _rec_name = 'product_id'
    _depends = {'aftersales.old.part': ['company_id', 'product_id', 'quantity', 'vehicle_id', 'reason', 'serial_number']}
    _grain = 'week'
    _rank = 'place_in_week'

    date = fields.Date(string="Week of", readonly=True)
    place_in_week = fields.Integer(string="Rank", readonly=True, aggregator='min')
