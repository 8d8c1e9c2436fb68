from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

SUBSTATUS_MAIL = 'aftersales.mail_template_substatus'
SUBSTATUS_SMS = 'aftersales.sms_template_substatus'
# Who corrects himself within this time has told once.
TOLD_AFTER = timedelta(minutes=2)


class AftersalesOrder(models.Model):
    """The dealer's own sub-status of a car in the house, and what the customer is told of it."""
    _inherit = 'aftersales.order'

    substatus_id = fields.Many2one(
        'aftersales.substatus', string="Sub-Status", copy=False, index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('state', 'in', (False, state)), ('company_id', 'in', (False, company_id))]",
        help="What is to be said of the car beyond the status; whether the customer is told stands in the list of them.")
    substatus_date = fields.Datetime(string="Sub-Status Since", readonly=True, copy=False)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered('substatus_id')._check_substatus()
        return orders

    def write(self, vals):
        before = {order.id: order.substatus_id for order in self} if 'substatus_id' in vals else {}
        result = super().write(vals)
        if 'state' in vals:
            self._leave_substatus()
        changed = self.filtered(lambda order: order.id in before and order.substatus_id != before[order.id])
        if changed:
            changed._check_substatus()
            changed.sudo().substatus_date = fields.Datetime.now()  # sudo: the stamp is the system's
            self.env['aftersales.notice']._queue(
                changed.filtered('substatus_id.tells_customer'), SUBSTATUS_MAIL, SUBSTATUS_SMS, TOLD_AFTER)
        return result

    # === BUSINESS METHODS ===#

    def _leave_substatus(self):
        """What was said while the order had another status is over; with the car out of the house all of it is."""
        over = self.filtered(lambda order: order.substatus_id and (
            not order.is_in_house or order.substatus_id.state not in (False, order.state)))
        # sudo: it follows from the status, whoever moves the order
        over.sudo().write({'substatus_id': False})

    def _check_substatus(self):
        for order in self.filtered('substatus_id'):
            substatus = order.substatus_id
            if not order.is_in_house or substatus.state not in (False, order.state):
                raise UserError(self.env._(
                    "%(order)s is %(state)s: “%(substatus)s” cannot be said of it.", order=order.name,
                    state=order._get_state_label(), substatus=substatus.name))
            if substatus.company_id and substatus.company_id != order.company_id:
                raise UserError(self.env._(
                    "“%(substatus)s” belongs to %(company)s: choose another one for %(order)s.",
                    substatus=substatus.name, company=substatus.company_id.name, order=order.name))

    def _is_notice_due(self, mail_template):
        """Nobody is told what is over already."""
        if mail_template == SUBSTATUS_MAIL:
            return bool(self.substatus_id.tells_customer)
        return super()._is_notice_due(mail_template)

    def _get_portal_substatus(self):
        """What the customer reads of his car beyond the status, in his language; an empty text if nothing."""
        self.ensure_one()
        substatus = self.sudo().substatus_id  # sudo: the list is the dealer's, this line of it is for the customer
        return substatus._get_customer_text() if substatus.tells_customer else ""

    def _get_portal_status(self):
        status = super()._get_portal_status()
        if self.sudo().substatus_id.tells_customer:
            status['substatus'] = self.sudo().substatus_id.id
        return status
