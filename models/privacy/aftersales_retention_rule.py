from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.aftersales.models.privacy.res_partner import COPIES

KINDS = [
    ('work', "Work Records (repair orders)"), ('invoice', "Invoices and Vouchers"), ('recall', "Recall Records"),
    ('complaint', "Complaint Records"), ('contract', "Contracts and Packages"), ('enquiry', "Enquiries"),
    ('appointment', "Appointments"), ('rescue', "Rescue Calls"), ('question', "Questions to Customers (approvals)"),
    ('notice', "Notices to Customers"), ('copy', "Copies of Personal Data"), ('export', "Log of Exports"),
    ('person', "Customers"),
]
ENDS = [
    ('hold', "Then the Customer May Be Forgotten"), ('anonymise', "Name, Phone and Address Go"), ('delete', "Deleted")]
# kind -> (model, its date, when it is over, what goes). Kinds that only say how long a customer is known are not named.
CLEARED = {
    'enquiry': ('aftersales.enquiry', 'date', [('state', 'in', ('answered', 'cancelled'))], COPIES['aftersales.enquiry']),
    'appointment': (
        'aftersales.appointment', 'start', [('state', 'not in', ('draft', 'booked', 'confirmed'))],
        COPIES['aftersales.appointment']),
    'rescue': ('aftersales.rescue', 'call_date', [('is_open', '=', False)], COPIES['aftersales.rescue']),
    'question': (
        'aftersales.authorisation.request', 'sent_date', [('state', '!=', 'open')],
        COPIES['aftersales.authorisation.request']),
    'notice': ('aftersales.notice', 'create_date', [('state', 'not in', ('pending', 'failed'))], ('address',)),
    'copy': ('aftersales.personal.copy', 'date', [('request_id.state', '!=', 'open')], ('forgotten_date',)),
    'export': ('aftersales.export.log', 'date', [], ()),
}
# What nothing else follows from may go as a whole.
MAY_GO = ('notice', 'export')


class AftersalesRetentionRule(models.Model):
    """How long records of a kind are kept, by which law, and what then becomes of them (N7, quality sheet §10).

    Persons are shared by companies, and so is the table. The years may be more than the law asks for, never less.
    """
    _name = 'aftersales.retention.rule'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin']
    _description = "Term of Keeping"
    _order = 'sequence, id'
    _rec_name = 'kind'

    sequence = fields.Integer(readonly=True, default=10)
    kind = fields.Selection(KINDS, string="Kind of Record", required=True, readonly=True)
    source = fields.Char(string="Law or Source", max_length=200, tracking=True, translate=True)
    kept_years = fields.Integer(string="Years Kept", required=True, default=3, bounds=(0, 100), tracking=True)
    min_years = fields.Integer(string="Least by Law", readonly=True, bounds=(0, 100))
    end_action = fields.Selection(ENDS, string="What Happens Then", required=True, default='anonymise', tracking=True)
    note = fields.Char(string="Remark", max_length=300, tracking=True)

    _kind_uniq = models.UniqueIndex('(kind)', "There is a term for this kind already.")
    _years_min = models.Constraint(
        'CHECK (kept_years >= min_years)', "The law asks for more years: keep these records at least as long as it says.")

    # === CHECKS ===#

    @api.constrains('kind', 'end_action')
    def _check_end(self):
        for rule in self:
            is_right = {
                'hold': rule.kind not in CLEARED and rule.kind != 'person',
                'anonymise': rule.kind in CLEARED and rule.kind != 'export' or rule.kind == 'person',
                'delete': rule.kind in MAY_GO}
            if not is_right[rule.end_action]:
                raise ValidationError(self.env._(
                    "%(kind)s cannot end so: choose what fits this kind of record.", kind=rule._get_label()))

    # === BUSINESS METHODS ===#

    def _get_label(self):
        return dict(self._fields['kind']._description_selection(self.env)).get(self.kind, '')

    def _get_limit(self, company):
        """:return: the first day that is still kept"""
        self.ensure_one()
        return company._get_today() - relativedelta(years=self.kept_years)

    @api.model
    def _get_old_domain(self, kind, company, limit, is_over=True):
        """Records of ``kind`` that are older than ``limit`` and still hold what is to go.

        :param bool is_over: those with nothing open; False: those that something open keeps
        """
        __, date, over, names = CLEARED[kind]
        old = Domain('company_id', '=', company.id) & Domain(date, '<', limit)
        if kind == 'copy':
            old &= Domain('forgotten_date', '=', False)
        elif names and not (kind in MAY_GO and self.search([('kind', '=', kind)]).end_action == 'delete'):
            old &= Domain.OR(Domain(name, '!=', False) for name in names)
        if not over:
            return old if is_over else Domain.FALSE
        return old & (Domain(over) if is_over else ~Domain(over))
