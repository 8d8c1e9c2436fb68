from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

STORAGE_MAIL = 'aftersales.mail_template_order_storage'
STORAGE_SMS = 'aftersales.sms_template_order_storage'


class AftersalesOrder(models.Model):
    """A car that is ready and that nobody collects (contracts §9): where the house's rule says so, each day costs a fee.

    It begins after the free days, and never before the day after the customer was told of it. The fee is a job of its own,
    which he approves when he comes; a person charges it, with fewer days or a lower price within his limit.
    """
    _inherit = 'aftersales.order'

    storage_told_date = fields.Datetime(
        string="Told of the Storage Fee On", readonly=True, copy=False, help="No day before it is charged.")
    storage_days = fields.Integer(
        string="Days of Storage", compute='_compute_storage', help="Days to be charged by today, this one included.")
    storage_begin = fields.Date(
        string="Storage Costs From", compute='_compute_storage', help="The first day that is charged, and is not charged yet.")

    # === COMPUTE METHODS ===#

    @api.depends(
        'state', 'ready_notice_date', 'storage_told_date', 'job_ids.storage_until', 'job_ids.state',
        'company_id.aftersales_storage_product_id', 'company_id.aftersales_storage_free_days')
    def _compute_storage(self):
        for order in self:
            order.storage_begin = order._get_storage_begin()
            days = (order.company_id._get_today() - order.storage_begin).days + 1 if order.storage_begin else 0
            order.storage_days = max(days, 0) if order.storage_told_date else 0

    def _get_storage_begin(self):
        """:return: date, or False where nothing is charged"""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: the rule of the house is no secret
        if self.state != 'ready' or self.leave_date or not (company.aftersales_storage_product_id and self.ready_notice_date):
            return False
        workshop = self.workshop_id
        begin = workshop._get_local_day(self.ready_notice_date) + timedelta(days=company.aftersales_storage_free_days + 1)
        if self.storage_told_date:
            begin = max(begin, workshop._get_local_day(self.storage_told_date) + timedelta(days=1))
        charged = [job.storage_until for job in self.job_ids if job.storage_until and job.state != 'cancelled']
        return max(begin, max(charged) + timedelta(days=1)) if charged else begin

    # === ACTION METHODS ===#

    def action_storage(self):
        """A dialog says since when the car costs storage, and charges it."""
        self.ensure_one()
        self._check_may_store()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Storage Fee"), 'res_model': 'aftersales.storage.wizard',
            'view_mode': 'form', 'target': 'new', 'context': {'default_order_id': self.id}}

    def _get_idle_actions(self):
        idle = super()._get_idle_actions()
        return idle if self._get_storage_begin() else [*idle, self._get_action_id('aftersales.action_order_storage')]

    # === BUSINESS METHODS ===#

    def _check_may_store(self):
        self.check_access('write')
        self._claim_for_update()
        for order in self:
            if not order._get_storage_begin():
                raise UserError(self.env._(
                    "%(order)s: storage costs nothing. It is charged for a car that is ready and whose customer was told so, "
                    "where the settings name a storage fee.", order=order.name))

    def _tell_storage(self, by_person=False):
        """Write to the customer that storage costs from a day on, or note that somebody has told him."""
        self._check_may_store()
        for order in self.filtered('storage_told_date'):
            raise UserError(self.env._("%(order)s: the customer was told already.", order=order.name))
        if not by_person:
            self._queue_notice(STORAGE_MAIL, STORAGE_SMS)
            return
        for order in self.sudo():  # sudo: the stamp is the system's
            order.storage_told_date = fields.Datetime.now()
            order._message_log(
                body=self.env._("Told the customer in person: %(words)s", words=order._get_storage_words()),
                author_id=self.env.user.partner_id.id)

    def _get_storage_words(self):
        """What the customer is told, in the language of the context; nothing where storage costs nothing."""
        self.ensure_one()
        if not self._get_storage_begin():
            return ""
        price = self.currency_id.format(self._get_storage_price())
        return self.env._(
            "If the car is not collected, storage costs %(price)s a day from %(day)s on.", price=price,
            day=format_date(self.env, max(self._get_storage_begin(), self.company_id._get_today() + timedelta(days=1))))

    def _get_storage_price(self):
        """One day, by the customer's price list, else by the published one in force, else by the product."""
        self.ensure_one()
        product = self.company_id.sudo().aftersales_storage_product_id  # sudo: as above
        return self._get_leave_fee(product, self._get_list_terms()[0])

    def _charge_storage(self, days, price, signatory):
        """The fee as a job of the customer's, who has agreed to it; fewer days or a lower price are a discount."""
        self.ensure_one()
        self._check_may_store()
        if not self.storage_told_date:
            raise UserError(self.env._(
                "%(order)s: the customer was not told of the storage fee. Tell him first; it counts from the next day on.",
                order=self.name))
        if not 0 < days <= self.storage_days:
            raise UserError(self.env._(
                "%(order)s: between 1 and %(days)s days can be charged today.", order=self.name, days=self.storage_days))
        product, listed = self.company_id.sudo().aftersales_storage_product_id, self._get_storage_price()
        self._check_given(product.display_name, listed * self.storage_days, price * days)
        vals = {'line_type': 'fee', 'product_id': product.id, 'quantity': days}
        if self.currency_id.compare_amounts(price, listed):
            vals['price_unit'] = price
        until, ready_date = self.company_id._get_today(), self.ready_date
        job = self.env['aftersales.job'].create({
            'order_id': self.id, 'name': self.with_context(lang=self._get_lang()).env._("Storage of the car"),
            'pay_type_id': self.env.ref('aftersales.pay_type_customer').id, 'line_ids': [Command.create(vals)]})
        job.sudo().write({'is_fee': True, 'storage_until': until})  # sudo: kept by the system
        job._approve('in_person', signatory=signatory)
        job._transition('done')
        self.sudo().ready_date = ready_date  # sudo: the car was ready all the time
        return job

    def _is_notice_due(self, mail_template):
        if mail_template == STORAGE_MAIL:
            return bool(self._get_storage_begin()) and not self.storage_told_date
        return super()._is_notice_due(mail_template)

    def _notify_customer(self, mail_template, sms_template):
        told = super()._notify_customer(mail_template, sms_template)
        if mail_template == STORAGE_MAIL:
            told.sudo().storage_told_date = fields.Datetime.now()  # sudo: the stamp is the system's
        return told
