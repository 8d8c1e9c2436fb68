from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize, html2plaintext, html_sanitize, parse_contact_from_email

from odoo.addons.aftersales.models.base import inputs

# Of a mail without end its beginning is read as the customer's words; the whole of it stays in the log.
LONGEST_MAIL, LONGEST_WORDS, LONGEST_SUBJECT = 100_000, 10_000, 200
SENT_TWICE = timedelta(days=1)
WROTE = 'mail.mail_activity_data_email'


class AftersalesCustomerWordMixin(models.AbstractModel):
    """What a customer says to the house, by whatever way, and the mail that it may begin with.

    A mail proves nothing of who sent it: its address finds the one customer to look at who has it, and opens nothing that
    is there already. What a machine answers begins nothing (see ``mail.thread``); what comes back to a document stands in
    its log and is a task for whoever handles it. Whether something that is over is taken up again, a person decides.

    The document has ``company_id``, ``workshop_id``, ``partner_id``, ``user_id`` and ``channel``, and inherits this before
    its log.
    """
    _name = 'aftersales.customer.word.mixin'
    _inherit = ['mail.thread']
    _description = "What a Customer Says"

    # The field with the customer's own words.
    _word_field = None

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    subject = fields.Char(
        required=True, compute='_compute_subject', store=True, readonly=False, precompute=True, tracking=True,
        index='trigram')
    contact_name = fields.Char(tracking=True, help="Who speaks, where it is not the customer himself.")
    phone = fields.Char(
        compute='_compute_contact_details', store=True, readonly=False, precompute=True, tracking=True, index='trigram')
    email = fields.Char(
        string="E-mail", compute='_compute_contact_details', store=True, readonly=False, precompute=True, tracking=True,
        index='trigram')

    # === COMPUTE METHODS ===#

    @api.depends(lambda self: [self._word_field] if self._word_field else [])
    def _compute_subject(self):
        for record in self:
            record.subject = record.subject or (record[record._word_field] or '').strip().split('\n')[0][:80]

    @api.depends('partner_id')
    def _compute_contact_details(self):
        for record in self:
            record.phone = record.partner_id.phone or record.phone
            record.email = record.partner_id.email or record.email

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for record in self:
            number = record.name if record.name != '/' else None
            record.display_name = ' · '.join(filter(None, (number, record.subject))) or self.env._("New")

    # === BY MAIL ===#

    @api.model
    @api.private
    def message_new(self, msg_dict, custom_values=None):
        """A mail to an address of ours: the address says to which outlet; nobody has read it yet."""
        # The system's: what somebody may whose name is on a mail, nobody may by writing his name on it.
        system = self.with_user(SUPERUSER_ID)
        msg_dict['subject'] = inputs.clean_line(msg_dict.get('subject') or '')[:LONGEST_SUBJECT]
        vals = system._prepare_mail_vals(msg_dict, custom_values or {})
        known = system._search_sent_before(vals)
        return known or super(AftersalesCustomerWordMixin, system.with_company(vals['company_id'])).message_new(
            {**msg_dict, 'email_from': vals['email']}, vals)

    @api.model
    def _prepare_mail_vals(self, msg_dict, custom_values):
        name, email = parse_contact_from_email(msg_dict.get('email_from') or '')
        workshop = self.env['aftersales.workshop'].browse(custom_values.get('workshop_id') or []).exists()
        company = workshop.company_id or self.env['res.company'].browse(
            custom_values.get('company_id') or []).exists() or self.env.company
        email = email_normalize(email) or ''
        partner = self._find_writer(email, company)
        words = self._read_mail_body(msg_dict)
        subject = msg_dict.get('subject')
        return {
            **custom_values,
            'name': '/',  # the number, which core would begin with the subject
            'company_id': company.id, 'workshop_id': workshop.id, 'channel': 'email', 'user_id': False,
            'partner_id': partner.id, 'contact_name': not partner and inputs.clean_line(name or '')[:100], 'email': email,
            'subject': subject or words.split('\n')[0][:80] or self.env._("No subject"),
            self._word_field: words or subject or '–',
        }

    @api.model
    def _search_sent_before(self, vals):
        """The same words of the same sender within a day are the same, sent twice."""
        same = [(name, '=', vals[name]) for name in (
            'company_id', 'workshop_id', 'partner_id', 'email', 'subject', self._word_field)]
        since = fields.Datetime.now() - SENT_TWICE
        return self.search([*same, ('create_date', '>=', since)], limit=1) if (
            vals['email'] or vals['partner_id']) else self.browse()

    @api.model
    def _find_writer(self, email, company):
        """The one customer with this address; nobody where it is several people's or an employee's."""
        partners = email and self.env['res.partner'].search([
            ('email_normalized', '=', email), ('company_id', 'in', (False, company.id))], limit=2) or self.env['res.partner']
        is_one = len(partners) == 1 and not any(user._is_internal() for user in partners.user_ids)
        return partners if is_one else partners.browse()

    @api.model
    def _read_mail_body(self, msg_dict):
        """The words of a mail, without what runs, links or never ends."""
        html = html_sanitize((msg_dict.get('body') or '')[:LONGEST_MAIL])
        return inputs.clean_text(html2plaintext(html, include_references=False)).strip()[:LONGEST_WORDS] if html else ''

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """A mail came to what is there already.

        Who is not known to it may have been given it, or has guessed: what he writes is read in the house alone.
        """
        is_automatic = msg_dict.pop('aftersales_is_automatic', False)
        author = self.env['res.partner'].sudo().browse(msg_dict.get('author_id') or [])  # sudo: whether he is of the house
        is_ours = any(user._is_internal() for user in author.user_ids)
        if not is_ours:
            known = all(record._is_known_address(msg_dict.get('email_from')) for record in self)
            if is_automatic or not known:
                msg_dict['is_internal'] = True
                msg_dict.pop('parent_id', None)
            if not is_automatic:
                self._give_mail_tasks()
        return super().message_update(msg_dict, update_vals)

    def _is_known_address(self, email_from):
        self.ensure_one()
        email = email_normalize(email_from or '')
        return bool(email) and email in (email_normalize(self.email or ''), self.partner_id.email_normalized)

    def _give_mail_tasks(self):
        """Whoever handles it has it among his activities, once, until he has read what came."""
        kind = self.env.ref(WROTE)
        for record in self.sudo():  # sudo: the task is somebody else's
            user = record._get_mail_reader()
            if user and not record.activity_ids.filtered(lambda activity: (
                    activity.activity_type_id == kind and activity.automated)):
                record.activity_schedule(
                    WROTE, user_id=user.id, automated=True,
                    summary=record.with_context(lang=user.lang)._get_mail_task())

    def _get_mail_reader(self):
        """Hook: who reads what comes by mail."""
        self.ensure_one()
        return self.user_id or self.workshop_id.manager_id

    def _get_mail_task(self):
        self.ensure_one()
        return self.env._("The customer wrote: read it and answer")
