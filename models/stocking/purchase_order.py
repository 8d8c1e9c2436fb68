from odoo import fields, models

# Why a part was not the right one, in the right place, at the right time.
CAUSES = [
    ('data', "Data: Catalogue or Forecast Wrong"), ('planning', "Planning: Level or Lead Time Wrong"),
    ('execution', "Execution: Ordered or Issued Late"), ('supplier', "Supplier Late or Short"),
    ('transport', "Transport"), ('wrong_ordered', "Wrong Part Ordered"), ('wrong_picked', "Wrong Part Picked"),
    ('quality', "Part Faulty"), ('rare', "Not Kept: Asked For Too Seldom"),
]


class PurchaseOrder(models.Model):
    """A purchase from an odd place, or at extra cost, because a part was not there (H7)."""
    _inherit = 'purchase.order'

    aftersales_emergency = fields.Selection(
        CAUSES, string="Emergency Buy", copy=False, index='btree_not_null', tracking=True,
        help="Why it had to be bought from an odd place or at extra cost. Empty: an ordinary purchase.")
    aftersales_extra_cost = fields.Monetary(
        string="Extra Cost", copy=False, bounds=(0, 1e9), tracking=True,
        help="What it cost beside an ordinary purchase: price above the list, express, a drive.")
