from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

TASK = 'aftersales.mail_activity_certificate'
NOTICE = relativedelta(days=90)


class AftersalesStandardCertificate(models.Model):
    """A certificate of a standard that the company or an outlet has: valid for years, with audits of surveillance between."""
    _name = 'aftersales.standard.certificate'
    _description = "Certificate of a Standard"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin']
    _order = 'next_date, id'
    _rec_name = 'number'
    _rec_names_search = ['number', 'body', 'standard_id.name']
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    number = fields.Char(string="Certificate No.", required=True, max_length=80, tracking=True, index='trigram')
    body = fields.Char(string="Issued By", required=True, max_length=120, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: the whole company.")
    standard_id = fields.Many2one(
        'aftersales.standard', required=True, index=True, ondelete='restrict', tracking=True)
    level_id = fields.Many2one(
        'aftersales.standard.level', string="Level", index='btree_not_null', ondelete='restrict', tracking=True,
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
    next_date = fields.Date(string="Next Date", compute='_compute_next_date', store=True, index=True)
    notice_date = fields.Date(string="Told From", compute='_compute_next_date', store=True)
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    paper = fields.Binary(string="Certificate", attachment=True)
    paper_name = fields.Char(export_string_translation=False, max_length=200)
    is_told = fields.Boolean(string="Told", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    _to_tell_idx = models.Index("(notice_date) WHERE active AND is_told IS NOT TRUE")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('issue_date')
    def _compute_valid_until(self):
        for certificate in self:
            day = certificate.issue_date
            certificate.valid_until = certificate.valid_until or day and day + relativedelta(years=3)

    @api.depends('issue_date', 'valid_until', 'surveillance_months', 'surveillance_date')
    def _compute_next_date(self):
        for certificate in self:
            last, months = certificate.surveillance_date or certificate.issue_date, certificate.surveillance_months
            due = last + relativedelta(months=months) if last and months else certificate.valid_until
            certificate.next_date = min(filter(None, (due, certificate.valid_until)), default=False)
            certificate.notice_date = certificate.next_date and certificate.next_date - NOTICE

    @api.depends('next_date', 'active')
    def _compute_is_overdue(self):
        for certificate in self:
            today = certificate.company_id._get_today() if certificate.company_id else False
            certificate.is_overdue = bool(
                today and certificate.active and certificate.next_date and certificate.next_date < today)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain.OR([
            Domain('company_id', '=', company.id) & Domain('next_date', '<', company._get_today())
            for company in self.env.companies]) & Domain('active', '=', True)
        return overdue if True in value else ~overdue

    @api.constrains('issue_date', 'valid_until', 'surveillance_date')
    def _check_dates(self):
        for certificate in self:
            if certificate.valid_until < certificate.issue_date or (
                    certificate.surveillance_date and certificate.surveillance_date < certificate.issue_date):
                raise ValidationError(self.env._(
                    "Certificate %(number)s: nothing of it lies before its issue.", number=certificate.number))

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'issue_date', 'valid_until', 'surveillance_months', 'surveillance_date', 'user_id', 'active'}:
            # sudo: whosever task it was; the new date is told anew
            self.sudo().activity_unlink([TASK])
            self.sudo().is_told = False
        return result

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("Certificate %(number)s stays in the history. Archive it instead.", number=self.number)

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_tell_certificates(self, batch_size=200):
        self._work_through(
            [('is_told', '=', False), ('notice_date', '<=', fields.Date.today())], '_tell_due', batch_size,
            order='notice_date, id', together=True)

    def _tell_due(self):
        tasks = {}
        for certificate in self.sudo():  # sudo: tasks and stamps are the system's
            words = certificate.with_context(lang=certificate.user_id.lang).env
            day = format_date(words, certificate.next_date)
            is_end = certificate.next_date == certificate.valid_until
            tasks[certificate] = {
                'user_id': certificate.user_id.id, 'date_deadline': certificate.next_date,
                'summary': words._("Certificate ends on %(date)s", date=day) if is_end
                else words._("Surveillance audit until %(date)s", date=day)}
        self.sudo()._create_tasks(TASK, tasks)
        self.sudo().is_told = True
