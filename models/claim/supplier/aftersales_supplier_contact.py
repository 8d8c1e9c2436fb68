from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

ACTIVITY = 'aftersales.mail_activity_supplier_contact'
HOURS = 12  # within which a supplier is written to, when a fault needs him


class AftersalesSupplierContact(models.Model):
    """A fault that needs the supplier: he is written to within twelve hours, his answer is filed, the customer told (I4)."""
    _name = 'aftersales.supplier.contact'
    _description = "Question to a Supplier"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'needed_date desc, id desc'
    _rec_name = 'subject'
    _rec_names_search = ['subject', 'order_id.name', 'partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'open': dict.fromkeys(('asked', 'dropped'), 'aftersales.group_claims'),
        'asked': dict.fromkeys(('answered', 'dropped'), 'aftersales.group_claims'),
        'answered': {'told': 'aftersales.group_claims'},
        'told': {},
        'dropped': {},
    }

    state = fields.Selection(
        selection=[
            ('open', "To Write"), ('asked', "Written"), ('answered', "Answered"), ('told', "Customer Told"),
            ('dropped', "Not Needed Any More"),
        ],
        string="Status", required=True, readonly=True, default='open', copy=False, index=True, tracking=True)
    subject = fields.Char(required=True, tracking=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", required=True, index=True, ondelete='restrict')
    claim_id = fields.Many2one(
        'aftersales.claim', index='btree_not_null', ondelete='restrict', domain="[('order_id', '=', order_id)]")
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Clerk", default=lambda self: self.env.user, index='btree_not_null', tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    needed_date = fields.Datetime(
        string="Needed since", required=True, default=fields.Datetime.now, help="When the fault was known to need him.")
    due_date = fields.Datetime(string="Write by", compute='_compute_due_date', store=True, index='btree_not_null')
    text = fields.Text(string="Text Sent", help="What he was asked, in writing.")
    channel = fields.Selection(
        selection=[('mail', "Mail"), ('portal', "His Portal"), ('letter', "Letter"), ('message', "Message")],
        string="Asked Through", default='mail', tracking=True)
    asked_date = fields.Datetime(string="Written on", readonly=True, copy=False)
    answer = fields.Text(copy=False, tracking=True)
    answer_file = fields.Binary(copy=False, attachment=True)
    answer_file_name = fields.Char(copy=False)
    answered_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    told_note = fields.Char(string="What the Customer Was Told", copy=False, tracking=True)
    told_date = fields.Datetime(string="Customer Told on", readonly=True, copy=False)
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('needed_date')
    def _compute_due_date(self):
        for contact in self:
            contact.due_date = contact.needed_date and contact.needed_date + timedelta(hours=HOURS)

    @api.depends('due_date', 'asked_date', 'state')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for contact in self:
            written = contact.asked_date or (now if contact.state == 'open' else False)
            contact.is_late = bool(written and contact.due_date and written > contact.due_date)

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'open') & Domain('due_date', '<', fields.Datetime.now())
        late |= Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s > %s)", model._field_to_sql(alias, 'asked_date', query), model._field_to_sql(alias, 'due_date', query)),
            predicate=lambda contact: bool(
                contact.asked_date and contact.due_date and contact.asked_date > contact.due_date))
        return late if True in value else ~late

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        for contact in contacts:
            contact._remind(contact.env._("Write to %(supplier)s", supplier=contact.partner_id.name), contact.due_date)
        return contacts

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        for contact in self.filtered(lambda contact: contact.state != 'open'):
            raise UserError(self.env._("“%(subject)s” was written and stays.", subject=contact.subject))

    # === ACTION METHODS ===#

    def action_ask(self):
        self._transition('asked')

    def action_answer(self):
        self._transition('answered')

    def action_tell(self):
        """The customer knows what the supplier says."""
        self._transition('told')

    def action_drop(self):
        self._transition('dropped')

    # === LIFE ===#

    def _check_asked(self):
        for contact in self.filtered(lambda contact: not contact.text):
            raise UserError(self.env._("Enter what was written to the supplier about “%(subject)s”.", subject=contact.subject))

    def _check_answered(self):
        for contact in self.filtered(lambda contact: not contact.answer and not contact.answer_file):
            raise UserError(self.env._("File the supplier's answer about “%(subject)s”.", subject=contact.subject))

    def _check_told(self):
        for contact in self.filtered(lambda contact: not contact.told_note):
            raise UserError(self.env._("Enter what the customer was told about “%(subject)s”.", subject=contact.subject))

    def _after_asked(self, source):
        self.sudo().asked_date = fields.Datetime.now()  # sudo: stamps of the system
        self._remind(False, False)

    def _after_answered(self, source):
        now = fields.Datetime.now()
        self.sudo().answered_date = now  # sudo: as above
        for contact in self:
            words = contact.with_context(lang=(contact.user_id or contact.env.user).lang).env
            contact._remind(words._("Tell the customer what %(supplier)s says", supplier=contact.partner_id.name), now)

    def _after_told(self, source):
        self.sudo().told_date = fields.Datetime.now()  # sudo: as above
        self._remind(False, False)

    def _after_dropped(self, source):
        self._remind(False, False)

    def _remind(self, summary, moment):
        """:param summary: in the words of whoever handles it (``lang=``)"""
        for contact in self.sudo():  # sudo: the task may be somebody else's
            contact.activity_unlink([ACTIVITY])
            if summary:
                day = contact.order_id.workshop_id._get_local_day(moment)
                contact.activity_schedule(
                    ACTIVITY, user_id=contact.user_id.id or self.env.uid, date_deadline=day, summary=summary)
