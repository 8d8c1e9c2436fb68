from odoo import fields, models

from .causes import CAUSES


class StockPicking(models.Model):
    """Why parts came late to a job, or were not the right ones (H7)."""
    _inherit = 'stock.picking'

    aftersales_miss_cause = fields.Selection(
        CAUSES, string="Root Cause", tracking=True, copy=False, index='btree_not_null', groups='aftersales.group_user',
        help="Parts that are handed out: why they came late. Parts that come back: what was wrong with them; empty, they "
             "were not needed.")
