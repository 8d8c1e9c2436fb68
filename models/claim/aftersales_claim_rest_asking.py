from odoo import fields, models
from odoo.fields import Command


class AftersalesClaimRest(models.Model):
    _inherit = 'aftersales.claim.rest'

    def _ask_customer(self):
        """The rest becomes work that the customer is asked for like any other: on the order, or on a new one."""
        product = self.env.ref('aftersales.product_claim_rest').sudo()
        for claim, rests in self.grouped('claim_id').items():
            # sudo: who settles claims need not write orders; the customer's approval is asked for as ever
            order = rests._get_asking_order(claim.sudo().order_id)
            for rest in rests.sudo():
                rest.job_id = self.env['aftersales.job'].sudo().create({
                    'order_id': order.id, 'pay_type_id': self.env.ref('aftersales.pay_type_customer').id,
                    'name': self.env._("Not accepted by %(maker)s: %(line)s", maker=claim.partner_id.display_name,
                                       line=rest.line_id.display_name or claim.name),
                    'line_ids': [Command.create({
                        'line_type': 'fee', 'product_id': product.id, 'quantity': 1.0,
                        'name': rest.line_id.name or claim.name,
                        'price_unit': rest._get_price_for(order),
                    })],
                })

    def _get_asking_order(self, order):
        """The order of the claim; of one that is closed an order beside it, the same for all rests of the claim."""
        if not order.is_locked:
            return order
        # sudo: as above
        beside = self.claim_id.sudo().rest_ids.job_id.order_id.filtered(
            lambda other: other != order and not other.is_locked and other.state != 'cancelled')[:1]
        if beside:
            return beside
        beside = order.create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
            'user_id': order.user_id.id, 'odometer_in': order.odometer_in,
        })
        names = {'claim': self.claim_id.name, 'maker': self.claim_id.partner_id.display_name}
        beside._message_log(body=self.env._(
            "What %(maker)s did not accept of %(claim)s for %(order)s", order=order._get_html_link(), **names))
        order._message_log(body=self.env._(
            "What %(maker)s did not accept of %(claim)s is asked of the customer with %(order)s",
            order=beside._get_html_link(), **names))
        return beside

    def _get_price_for(self, order):
        self.ensure_one()
        return self.currency_id._convert(
            self.amount, order.currency_id, order.company_id, fields.Date.context_today(self))

    def _follow_answer(self):
        """The customer has answered for the jobs of these rests."""
        for rest in self.filtered(lambda rest: rest.state == 'proposed'):
            if rest.job_id.approval == 'approved':
                rest._transition('approved')
            elif rest.job_id.approval == 'declined':
                rest._transition('refused')
