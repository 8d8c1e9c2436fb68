from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """The promise in the words of mails and messages."""

    _inherit = 'aftersales.order'

    promise_text = fields.Char(compute='_compute_promise_text', help="The promise as the customer reads it.")

    @api.depends_context('lang')
    @api.depends('promise_date', 'workshop_id')
    def _compute_promise_text(self):
        for order in self:
            order.promise_text = order._get_time_text(order.promise_date)

    def _get_notice_tz(self):
        return self.workshop_id._get_tz()

    def _get_message_number(self):
        return (None, None) if self.license_plate else (self.name, self.model_id.name)

    def _get_message_names(self):
        return [self.workshop_id.name, *super()._get_message_names(), self.model_id.name]
