from odoo import api, models
from odoo.exceptions import UserError


class AftersalesBenefit(models.Model):
    """What a member's level takes off the labour and the parts of an order (G3); no card is touched."""
    _inherit = 'aftersales.benefit'

    @api.model
    def _use_level(self, order):
        """As the system; whoever calls asks for the user's rights.

        :raises UserError: when the customer's level gives nothing, or gives it already
        """
        order._claim_for_update()
        level = order._get_member().level_id
        if not level._has_discount():
            raise UserError(self.env._(
                "The level of %(customer)s gives no discount.", customer=order.partner_id.display_name))
        if order.sudo().benefit_ids._get_standing().filtered(lambda benefit: benefit.kind == 'level'):
            raise UserError(self.env._("%(order)s has the discount of the member's level already.", order=order.name))
        words = level.with_context(lang=order._get_lang())
        return self.sudo().create({
            **self._prepare_document_vals(order), 'kind': 'level', 'program_name': words.name,
            'reward_name': words._get_discount_name(),
            'labour_percent': level.labour_percent, 'parts_percent': level.parts_percent,
        })._begin()
