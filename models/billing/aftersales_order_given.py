from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

TERMS = ('pricelist_id', 'fiscal_position_id')
# What moves the terms of the order, or what its jobs are worth.
VALUE_FIELDS = {*TERMS, 'partner_id', 'vehicle_id', 'company_id'}


class AftersalesOrder(models.Model):
    """Other terms than the customer's own give away what they make cheaper, see ``aftersales_job_given.py``."""

    _inherit = 'aftersales.order'

    is_off_terms = fields.Boolean(
        string="Other Terms", readonly=True, copy=False,
        help="The price list or the fiscal position is not the customer's own, and was chosen by somebody who may give "
             "only a limited discount: prices are held against the customer's own terms.",
    )

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        given = {key[8:] for key in self.env.context if key.startswith('default_')}
        chosen = orders.browse([
            order.id for order, vals in zip(orders, vals_list, strict=True) if (vals.keys() | given) & set(TERMS)])
        if not self.env.su and chosen:
            chosen._note_terms()
            chosen.job_ids._check_given_away({})
        return orders

    def write(self, vals):
        if self.env.su or not VALUE_FIELDS & vals.keys():
            return super().write(vals)
        jobs = self.job_ids
        before = jobs._get_given_rates()
        owed = jobs.filtered(lambda job: job._is_owed_free())
        result = super().write(vals)
        if VALUE_FIELDS - {'vehicle_id'} & vals.keys():
            self._note_terms()
        jobs._check_given_away(before)
        (jobs - owed)._check_still_paid()
        return result

    # === BUSINESS METHODS ===#

    def _note_terms(self):
        """Remember who chose the terms: whoever may give all makes them the customer's for this order."""
        Limit = self.env['aftersales.discount.limit']
        for order in self:
            is_off = order._get_own_terms() != (order.pricelist_id, order.fiscal_position_id)
            is_off = is_off and Limit._get_user_limit(order.company_id) < 100
            if order.is_off_terms != is_off:
                order.sudo().is_off_terms = is_off  # sudo: kept by the system

    def _get_own_terms(self):
        """Price list and fiscal position that the customer has by himself."""
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        FiscalPosition = self.env['account.fiscal.position'].with_company(self.company_id)
        return partner.property_product_pricelist, FiscalPosition._get_fiscal_position(partner)

    def _get_list_terms(self):
        """Price list and fiscal position whose prices are list prices for the order's customer."""
        self.ensure_one()
        return self._get_own_terms() if self.is_off_terms else (self.pricelist_id, self.fiscal_position_id)

    def _check_given(self, label, value, paid):
        """Refuse to take less than ``value`` for what ``label`` names, beyond the limit of the user's roles.

        :raises UserError: naming the limit and the roles that may
        """
        self.ensure_one()
        if self.env.su or value <= 0:
            return
        Limit = self.env['aftersales.discount.limit']
        rate, limit = 100 * (1 - paid / value), Limit._get_user_limit(self.company_id)
        if limit < 100 and float_compare(rate, limit, precision_digits=2) > 0:
            raise UserError(Limit._get_over_limit_message(self, label, rate, limit))
