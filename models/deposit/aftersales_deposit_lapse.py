from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LAPSE_MAIL, LAPSE_SMS = 'aftersales.mail_template_deposit_lapse', 'aftersales.sms_template_deposit_lapse'
SALE_MAIL, SALE_SMS = 'aftersales.mail_template_deposit_lapse_sale', 'aftersales.sms_template_deposit_lapse_sale'


class AftersalesDeposit(models.Model):
    """Parts that came and nobody has fitted: the customer is told once before any of his deposit is kept (contracts, §7)."""
    _inherit = 'aftersales.deposit'

    parts_here_date = fields.Datetime(string="Parts Here Since", readonly=True, copy=False)
    lapse_date = fields.Date(
        string="Collect Until", compute='_compute_lapse_date', store=True, index='btree_not_null',
        help="The days of the settings after all its parts have come.")
    notice_date = fields.Datetime(string="Customer Told On", readonly=True, copy=False, tracking=True)
    is_lapsed = fields.Boolean(
        string="Not Collected", compute='_compute_is_lapsed', search='_search_is_lapsed', compute_sudo=True)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('parts_here_date')
    def _compute_lapse_date(self):
        for deposit in self:
            here = deposit.parts_here_date and deposit.workshop_id._get_local_day(deposit.parts_here_date)
            deposit.lapse_date = here and here + timedelta(days=deposit.company_id.aftersales_deposit_lapse_days)

    @api.depends('state', 'lapse_date', 'counter_sale_id.state')
    def _compute_is_lapsed(self):
        today = fields.Date.context_today(self)
        for deposit in self:
            deposit.is_lapsed = deposit.state == 'held' and not deposit._is_collected() and bool(
                deposit.lapse_date and deposit.lapse_date < today)

    @api.model
    def _search_is_lapsed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = Domain('counter_sale_id', '=', False) | Domain('counter_sale_id', 'any!', [('state', '=', 'confirmed')])
        lapsed = Domain('state', '=', 'held') & Domain('lapse_date', '<', fields.Date.context_today(self)) & waiting
        return lapsed if True in value else ~lapsed

    # === ACTION METHODS ===#

    def action_tell_customer(self):
        """The notice that his parts are here and until when he can come for them."""
        self.check_access('write')
        self._claim_for_update()
        for deposit in self:
            if deposit.state != 'held' or not deposit.lapse_date:
                raise UserError(self.env._(
                    "%(deposit)s: its parts are not all here, or nothing is held. Reload the page.",
                    deposit=deposit.display_name))
            if deposit._is_collected():
                raise UserError(self.env._(
                    "%(deposit)s: the parts of %(sale)s wait for the customer no more. Reload the page.",
                    deposit=deposit.name, sale=deposit.counter_sale_id.display_name))
            if deposit.notice_date and deposit.notice_date > fields.Datetime.now() - timedelta(days=1):
                raise UserError(self.env._("%(deposit)s: the customer was told today.", deposit=deposit.display_name))
        of_sales = self.filtered('counter_sale_id')
        of_sales._notify_customer(SALE_MAIL, SALE_SMS)
        (self - of_sales)._notify_customer(LAPSE_MAIL, LAPSE_SMS)
        self.sudo().notice_date = fields.Datetime.now()  # sudo: the stamp is the system's

    # === BUSINESS METHODS ===#

    def _is_collected(self):
        """Whether the parts of the counter sale it is for wait for the customer no more: he has them, or wants none."""
        self.ensure_one()
        sale = self.counter_sale_id.sudo()  # sudo: whoever reads deposits need not sell parts
        return bool(sale) and sale.state != 'confirmed'

    def _note_arrival(self):
        """All that is ordered for it has come: from now on it waits for the customer."""
        for deposit in self.filtered(lambda deposit: not deposit.parts_here_date):
            if deposit._are_parts_here():
                deposit.parts_here_date = fields.Datetime.now()

    def _are_parts_here(self):
        self.ensure_one()
        if self.counter_sale_id:
            return self.counter_line_ids._are_here()
        return not any(line.parts_state in ('not_here', 'on_the_way') for line in self.line_ids)

    @api.model
    def _cron_ask_about_lapsed(self, batch=200):
        self._work_through(
            [('is_lapsed', '=', True), ('notice_date', '=', False), ('activity_ids', '=', False)], '_ask_about_lapsed', batch,
            order='lapse_date, id', together=True)

    def _ask_about_lapsed(self):
        tasks = {}
        for deposit in self.sudo():  # sudo: tasks are the system's
            words = deposit.with_context(lang=deposit.user_id.lang)
            tasks[deposit] = {'user_id': deposit.user_id.id, 'summary': words.env._(
                "%(customer)s does not come for his parts: tell him, deposit %(deposit)s",
                customer=words.partner_id.name, deposit=words.display_name)}
        self.sudo()._create_tasks('aftersales.mail_activity_deposit_lapsed', tasks)

    def _get_lapse_text(self):
        """The last day, as the reader of the notice writes it."""
        self.ensure_one()
        return self.env['ir.qweb.field.date'].value_to_html(self.lapse_date, {}) if self.lapse_date else ''
