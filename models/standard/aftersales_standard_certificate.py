from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date


class AftersalesStandardCertificate(models.Model):
    """A certificate of a standard that the company or an outlet has: valid for years, with audits of surveillance between."""
    _name = 'aftersales.standard.certificate'
    _description = "Certificate of a Standard"
    _inherit = ['aftersales.due.mixin']
    _order = 'next_date, id'
    _rec_name = 'number'
    _rec_names_search = ['number', 'body', 'standard_id.name']
    _due_task = 'aftersales.mail_activity_certificate'
    _due_notice = relativedelta(days=90)

    number = fields.Char(string="Number of the Certificate", required=True, max_length=80, tracking=True, index='trigram')
    body = fields.Char(string="Issued By", required=True, max_length=120, tracking=True)
    standard_id = fields.Many2one(
        'aftersales.standard', required=True, index=True, ondelete='restrict', tracking=True)
    level_id = fields.Many2one(
        'aftersales.standard.level', string="Grade Reached", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('standard_id', '=', standard_id)]")
    scope = fields.Char(max_length=300, tracking=True)
    people_count = fields.Integer(string="People", bounds=(0, 1000000), tracking=True)
    outlet_count = fields.Integer(string="Outlets", bounds=(0, 100000), tracking=True)
    auditor = fields.Char(string="Auditor", max_length=120, tracking=True)
    issue_date = fields.Date(
        string="Issued On", required=True, tracking=True, default=lambda self: self.env.company._get_today())
    valid_until = fields.Date(
        string="Valid Until", required=True, tracking=True, compute='_compute_valid_until', store=True, readonly=False,
        precompute=True)
    surveillance_months = fields.Integer(
        string="Surveillance Every (months)", default=9, bounds=(0, 120), tracking=True, help="0: none.")
    surveillance_date = fields.Date(string="Last Surveillance", tracking=True, copy=False)
    paper = fields.Binary(string="Certificate", attachment=True)
    paper_name = fields.Char(export_string_translation=False, max_length=200)

    _to_tell_idx = models.Index("(notice_date) WHERE active AND is_told IS NOT TRUE")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('issue_date')
    def _compute_valid_until(self):
        for certificate in self:
            day = certificate.issue_date
            certificate.valid_until = certificate.valid_until or day and day + relativedelta(years=3)

    @api.constrains('issue_date', 'valid_until', 'surveillance_date')
    def _check_dates(self):
        for certificate in self:
            if certificate.valid_until < certificate.issue_date or (
                    certificate.surveillance_date and certificate.surveillance_date < certificate.issue_date):
                raise ValidationError(self.env._(
                    "Certificate %(number)s: nothing of it lies before its issue.", number=certificate.number))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("Certificate %(number)s stays in the history. Archive it instead.", number=self.number)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_due_fields(self):
        return ['issue_date', 'valid_until', 'surveillance_months', 'surveillance_date']

    def _get_next_date(self):
        self.ensure_one()
        last, months = self.surveillance_date or self.issue_date, self.surveillance_months
        due = last + relativedelta(months=months) if last and months else self.valid_until
        return min(filter(None, (due, self.valid_until)), default=False)

    def _get_due_summary(self, words):
        day = format_date(words, self.next_date)
        if self.next_date == self.valid_until:
            return words._("Certificate ends on %(date)s", date=day)
        return words._("Surveillance audit until %(date)s", date=day)

    @api.model
    def _cron_tell_certificates(self, batch_size=200):
        self._tell_all_due(batch_size)
