from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_coupon_terms import BEARERS


class AftersalesBenefit(models.Model):
    """What the terms of its program ask of a coupon: the car, whether others stand beside it, who bears it (G3)."""
    _inherit = 'aftersales.benefit'

    bearer = fields.Selection(BEARERS, string="Borne By", readonly=True, index=True, default='house')
    bearer_account_id = fields.Many2one(
        'account.account', string="Account of Its Bearer", readonly=True, check_company=True, index='btree_not_null',
        ondelete='restrict', help="Where invoices book what it takes off, as agreed on the day it was used.")
    stands_alone = fields.Boolean(string="Not with Others", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """What held on the day it was used stays with it."""
        benefits = super().create(vals_list)
        for benefit in benefits:
            terms = benefit._get_terms()
            if terms:
                benefit.write({
                    'bearer': terms.bearer, 'stands_alone': terms.stands_alone,
                    'bearer_account_id': terms.bearer_account_id.id})
        return benefits

    # === BUSINESS METHODS ===#

    def _get_terms(self):
        self.ensure_one()
        Terms = self.env['aftersales.coupon.terms']
        return Terms._find(self.program_key, self.company_id) if self.program_key else Terms

    @api.model
    def _get_usage_refusal(self, order, program, card, words):
        terms = self.env['aftersales.coupon.terms']._find(program.id, order.company_id)
        return (
            super()._get_usage_refusal(order, program, card, words)
            or self._get_car_refusal(order, terms, words)
            or self._get_beside_refusal(order, program.program_type != 'gift_card', terms.stands_alone, program.name))

    @api.model
    def _get_car_refusal(self, order, terms, words):
        vehicle = order._get_benefit_car()
        if terms._fits_car(vehicle):
            return None
        return self.env._(
            "%(program)s is for these cars only: %(cars)s. %(order)s is for %(car)s.", program=words['program'],
            cars=terms._get_cars(), order=order.name, car=vehicle.display_name or '–')

    @api.model
    def _get_beside_refusal(self, order, is_discount, is_alone, name):
        """:return: which benefit of the order it does not go with, in words
        :param is_discount: a gift card is money, and goes with everything"""
        others = order.sudo().benefit_ids._get_standing().filtered(lambda benefit: benefit.kind != 'gift')
        if not is_discount or not others:
            return None
        alone = others.filtered('stands_alone')[:1]
        if alone:
            return self.env._(
                "%(benefit)s on %(order)s is not given with others. Take it off first, or leave “%(name)s” for another visit.",
                benefit=alone.display_name, order=order.name, name=name)
        if is_alone:
            return self.env._(
                "“%(name)s” is not given with others, and %(order)s has %(benefit)s. Take that off first, or leave it for "
                "another visit.", name=name, order=order.name, benefit=others[0].display_name)
        return None

    @api.model
    def _use_level(self, order):
        """:raises UserError: beside a coupon that is not given with others"""
        refusal = self._get_beside_refusal(order, True, False, order._get_member().level_id.name or '')
        if refusal:
            raise UserError(refusal)
        return super()._use_level(order)

    def _is_enough(self, groups):
        return super()._is_enough(groups) and self._get_terms()._fits_car(self._get_document()._get_benefit_car())
