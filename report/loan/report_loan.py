from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date


class ReportLoan(models.AbstractModel):
    """The contract of a loaner, and the paper of its return (J8)."""
    _name = 'report.aftersales.report_loan'
    _inherit = ['aftersales.print.mixin']
    _description = "Loan Contract"

    _print_model = 'aftersales.loan.sheet'

    @api.model
    def _get_report_values(self, docids, data=None):
        """The contract shows licence and identity card: it is for who hands out, as the fields are."""
        if not self.env.su and not self.env.user.has_group('aftersales.group_loan'):
            raise AccessError(self.env._("The contract shows the drivers' papers: whoever hands out loaners prints it."))
        return super()._get_report_values(docids, data)

    def _get_print_lang(self, doc):
        return doc._get_drawn_lang()

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        shown = (doc.state == 'signed' and doc._get_content()) or doc._get_shown()
        contract = shown['contract']
        policies = dict(doc.loan_id._fields['fuel_policy']._description_selection(doc.env))
        reasons = dict(doc.loan_id._fields['reason']._description_selection(doc.env))
        marks = doc._get_print_marks()
        new = doc._get_new_damage()
        return {
            'shown': shown, 'contract': contract,
            'from': fields.Datetime.to_datetime(shown['from'] or False),
            'until': fields.Datetime.to_datetime(contract['date_to'] or False),
            'expiry': contract['licence_expiry'] and format_date(doc.env, contract['licence_expiry']),
            'second_expiry': contract['second_licence_expiry'] and format_date(doc.env, contract['second_licence_expiry']),
            'fuel_policy': policies.get(contract['fuel_policy'], ''), 'reason': reasons.get(contract['reason'], ''),
            'money': {name: doc.currency_id.format(contract[name] or 0) for name in ('daily_rate', 'deposit', 'excess')},
            'levels': list(shown['levels'].items()), 'address': doc.workshop_id._get_print_address(),
            'odometer': f"{float(shown['odometer']):,.0f}", 'sketch': doc._get_print_sketch(),
            'marks': [(number, mark, mark in new) for number, mark in marks], 'photos': doc._get_print_photos(),
        }
