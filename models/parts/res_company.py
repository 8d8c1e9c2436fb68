from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_own_use_location_id = fields.Many2one(
        'stock.location', string="Own Use Location", check_company=True, ondelete='restrict',
        help="Where parts go when the company itself bears the work (internal and contract jobs). "
             "Nobody is invoiced for them: their cost is booked on this location's account when they are issued.",
    )

    # === BUSINESS METHODS ===#

    def _create_per_company_locations(self):
        super()._create_per_company_locations()
        self._create_own_use_location()

    @api.model
    def _create_missing_own_use_locations(self):
        """Give companies that were there before this module their location for own use."""
        self.search([('aftersales_own_use_location_id', '=', False)])._create_own_use_location()

    def _create_own_use_location(self):
        customers, __ = self.env['stock.warehouse']._get_partner_locations()
        for company in self:
            company.aftersales_own_use_location_id = self.env['stock.location'].create({
                'name': self.env._("Own use: %(company)s", company=company.name),
                'location_id': customers.id,
                'usage': 'customer',
                'company_id': company.id,
            })

    def _get_own_use_location(self):
        """Destination of parts the company bears itself, booking to an expense account.

        Core books what enters a location with a valuation account on that account: at
        once with perpetual valuation, at closing with periodic. The company's default
        expense account serves until the accountant names another.
        """
        self.ensure_one()
        if not self.aftersales_own_use_location_id:
            self._create_own_use_location()
        location = self.aftersales_own_use_location_id
        if not location.valuation_account_id and self.expense_account_id:
            location.valuation_account_id = self.expense_account_id
        return location
