from odoo import fields, models


class AftersalesWorkshop(models.Model):
    """Which part of a bill an outlet bears: that of its analytic account (N5)."""
    _inherit = 'aftersales.workshop'

    cost_analytic_id = fields.Many2one(
        'account.analytic.account', string="Analytic Account of the Outlet", index='btree_not_null', check_company=True,
        ondelete='restrict', groups='aftersales.group_costing',
        help="Bills and entries with this account are costs of the outlet; those without any are the company's.")
