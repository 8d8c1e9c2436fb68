from odoo import fields, models

from .causes import CAUSES


class PurchaseOrder(models.Model):
    """A purchase from an odd place, or at extra cost, because a part was not there (H7)."""
    _inherit = 'purchase.order'

    aftersales_emergency = fields.Selection(
        CAUSES, string="Emergency Buy", copy=False, index='btree_not_null', tracking=True,
        help="Why it had to be bought from an odd place or at extra cost. Empty: an ordinary purchase.")
    aftersales_extra_cost = fields.Monetary(
        string="Extra Cost", copy=False, bounds=(0, 1e9), tracking=True,
        help="What it cost beside an ordinary purchase: price above the list, express, a drive.")
