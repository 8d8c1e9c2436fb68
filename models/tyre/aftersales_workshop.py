from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import Tally

SETS = 'aftersales.action_tyre_sets'


class AftersalesWorkshop(models.Model):
    """On which terms an outlet keeps tyres, and what of them is to be done today (N8)."""
    _inherit = 'aftersales.workshop'

    tyre_product_id = fields.Many2one(
        'product.product', string="Storage of Tyres", index='btree_not_null', ondelete='restrict', check_company=True,
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
        help="What a season of storage is charged with. Empty: “Storage of tyres, a season”.")
    tyre_fee_months = fields.Integer(string="Months of a Season", default=6, bounds=(1, 24))
    tyre_least_tread = fields.Float(
        string="Least Tread (mm)", default=1.6, digits=(4, 1), bounds=(0, 20),
        help="Below it a tyre must not be driven; 1.6 mm for passenger cars (GB 7258-2017, 9.1.6).")
    tyre_winter_tread = fields.Float(
        string="Least Winter Tread (mm)", default=4, digits=(4, 1), bounds=(0, 20),
        help="Below it the customer is told that winter tyres lose their grip. A figure of the house.")
    tyre_most_years = fields.Integer(
        string="Oldest Tyre (years)", default=6, bounds=(1, 30),
        help="Older ones are told to the customer. A figure of the house.")

    def _get_tyre_product(self):
        """:raises UserError: when there is none any more"""
        self.ensure_one()
        product = self.tyre_product_id or self.env.ref('aftersales.product_tyre_storage', raise_if_not_found=False)
        if not product or not product.active:
            raise UserError(self.env._(
                "%(outlet)s has no product for the storage of tyres. The manager chooses it in the outlet's settings.",
                outlet=self.name))
        return product

    def _get_least_tread(self, season):
        self.ensure_one()
        return max(self.tyre_least_tread, self.tyre_winter_tread) if season == 'winter' else self.tyre_least_tread

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_tyre'):
            return tallies
        own = [('workshop_id', '=', self.id)]
        return [
            *tallies,
            Tally(79, 'tyres_to_fetch', 'wait', self.env._("tyres to fetch today"), SETS, [
                *own, ('state', '=', 'stored'), ('next_change', '<', stop)], 'warning'),
            Tally(80, 'tyres_to_store', 'wait', self.env._("tyres to put in store"), SETS, [*own, ('state', '=', 'expected')]),
        ]
