from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from odoo.addons.aftersales.models.base.words import say_day

from ..parts.aftersales_complaint_letter import LETTERS
from .aftersales_complaint_closing import FINAL_LETTERS


class AftersalesComplaint(models.Model):
    """What the customer was told and by whom: letters of templates in his language, calls and visits in a line."""
    _inherit = 'aftersales.complaint'

    letter_ids = fields.One2many('aftersales.complaint.letter', 'complaint_id', string="Told to the Customer", copy=False)
    next_letter = fields.Selection(LETTERS, compute='_compute_next_letter')

    @api.depends('state', 'decided_date', 'letter_ids.kind', 'letter_ids.date')
    def _compute_next_letter(self):
        """The letter that is due now, so that one click writes it."""
        due = {
            'received': 'acknowledge', 'acknowledged': 'acknowledge', 'investigating': 'interim', 'proposed': 'interim',
            'approved': 'solution', 'carried_out': 'solution', 'confirmed': 'close'}
        for complaint in self:
            kind = due.get(complaint.state)
            told = complaint._get_result_letters().mapped('kind') if kind in FINAL_LETTERS else complaint.letter_ids.mapped(
                'kind')
            complaint.next_letter = kind if kind and (kind not in told or kind == 'interim') else False

    # === ACTION METHODS ===#

    def action_write_letter(self):
        """Tell the customer: the template that is due is filled in, in his language."""
        self.ensure_one()
        self.check_access('write')
        self._check_role('aftersales.group_take_complaint')
        return self._get_dialog(
            'aftersales.complaint.letter.wizard', self.env._("Tell the Customer"), kind=self.next_letter or 'interim')

    def action_print_form(self):
        return self.env.ref('aftersales.action_report_complaint').report_action(self, config=False)

    # === BUSINESS METHODS ===#

    def _tell(self, kind, channel, subject, body):
        """Tell the customer by e-mail, or note that he was told by letter, call or visit; what was told stays.

        :raises UserError: when it says more than was decided, or there is no address to write to
        """
        self.ensure_one()
        self.check_access('write')
        self._check_role('aftersales.group_take_complaint')
        self._check_open()
        if kind == 'solution' and self.state not in ('approved', 'carried_out', 'confirmed'):
            raise UserError(self.env._(
                "%(complaint)s: nobody promises a customer what is not approved yet.", complaint=self.display_name))
        self._check_authority_letter(kind, channel)
        if kind == 'refusal' and self.kind == 'complaint' and not (self.unfounded_reason or '').strip():
            raise UserError(self.env._(
                "%(complaint)s: write why it is unfounded before the customer is told.", complaint=self.display_name))
        if channel == 'mail' and not self._get_letter_email():
            raise UserError(self.env._(
                "%(complaint)s has no e-mail address that may be written to. Print the letter, or call the customer.",
                complaint=self.display_name))
        # sudo: what was told is kept by the system
        letter = self.env['aftersales.complaint.letter'].sudo().create({
            'complaint_id': self.id, 'kind': kind, 'channel': channel, 'subject': subject,
            'body': self._complete_letter(kind, channel, body),
            'user_id': self.env.uid})
        if channel == 'mail':
            letter._send()
        return letter

    def _complete_letter(self, kind, channel, body):
        """Hook: what a room adds to a letter as it goes."""
        self.ensure_one()
        return body

    def _check_authority_letter(self, kind, channel):
        """An authority is answered on paper or by its own platform, under its number."""
        self.ensure_one()
        if kind != 'authority':
            return
        if self.channel != 'authority' or not (self.authority_number or '').strip():
            raise UserError(self.env._(
                "%(complaint)s comes from no authority, or its file number is missing.", complaint=self.display_name))
        if channel != 'letter':
            raise UserError(self.env._(
                "%(complaint)s: the authority is answered on paper, or with the print on its platform; e-mail goes to the "
                "customer.", complaint=self.display_name))

    def _get_letter_email(self):
        """The address that is written to: the one given with the complaint, else the customer's own."""
        self.ensure_one()
        email = email_normalize(self.email) or self.partner_id.email_normalized
        # sudo: who does not want to be written to is kept by the administrator
        if not email or self.env['mail.blacklist'].sudo().search_count([('email', '=', email)], limit=1):
            return ''
        return email

    def _get_letter_lang(self):
        self.ensure_one()
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang

    def _get_promised_day(self):
        """Until when the customer hears from us at the latest, as he writes days."""
        self.ensure_one()
        return say_day(self.env, self.due_date, self._get_tz()) if self.due_date else ''

    @api.model
    def _get_letter_labels(self):
        return dict(self.env['aftersales.complaint.letter']._fields['kind']._description_selection(self.env))
