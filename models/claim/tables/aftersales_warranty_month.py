from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from odoo.addons.aftersales.models.base.words import say_month

OLD_PART_FIGURES = ('tagged', 'in_count', 'appraised', 'accepted', 'rejected', 'sent', 'scrapped', 'overdue')


class AftersalesWarrantyMonth(models.TransientModel):
    """The month's warranty report (质保月报): the tables of a company, printed."""
    _name = 'aftersales.warranty.month'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Monthly Warranty Report"
    _rec_name = 'period'

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    period = fields.Date(
        string="Month", required=True, help="Any day of it.",
        default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(months=1))

    # === ACTION METHODS ===#

    def action_print(self):
        self.ensure_one()
        return self.env.ref('aftersales.action_report_warranty_month').report_action(self)

    # === BUSINESS METHODS ===#

    def _get_month_name(self):
        self.ensure_one()
        return say_month(self.env, self.period)

    def _get_domain(self, field='date'):
        """Rows of the month and the company; the user's own rights hold, too."""
        first = self.period.replace(day=1)
        return Domain('company_id', '=', self.company_id.id) & Domain(field, '>=', first) & Domain(
            field, '<', first + relativedelta(months=1))

    def _get_sections(self):
        """Tables of the report, each a dict with title, headings and rows of texts, and the places of its words.

        Rooms below add theirs by ``super()``, those beside by ``res.company._get_warranty_tables``.
        """
        self.ensure_one()
        return [
            self._read_section(
                self.env._("Claims by Model"), 'aftersales.claim.model.report', self._get_domain('period'),
                ('model_id', 'currency_id'), {
                    'car_count': 0, 'cases': 0, 'per_thousand': 1, 'claimed': 2, 'decided': 2, 'paid': 2, 'open_amount': 2,
                    'decision_days': 1, 'first_pass': 1}, order='cases:sum DESC'),
            self._read_section(
                self.env._("Recovery from Suppliers"), 'aftersales.supplier.report', self._get_domain(),
                ('partner_id', 'currency_id'), {
                    'case_count': 0, 'asked': 2, 'accepted': 2, 'recovered': 2, 'rate': 1, 'parts_overdue': 0},
                order='asked:sum DESC'),
            self._get_part_section(), self._get_ageing_section(),
            self._read_section(
                self.env._("Not Accepted, by Reason"), 'aftersales.claim.line.report',
                self._get_domain() & Domain('refused_amount', '>', 0), ('reason_id', 'currency_id'),
                {'claimed': 2, 'refused_amount': 2}, order='refused_amount:sum DESC'),
            self._get_free_section(),
            self._read_section(
                self.env._("Old Parts"), 'aftersales.old.part.report', self._get_domain(), ('workshop_id',),
                dict.fromkeys(OLD_PART_FIGURES, 0)),
            self._read_section(
                self.env._("Registration of Sales"), 'aftersales.registration.report', self._get_domain(), ('brand_id',), {
                    'sold': 0, 'in_time': 0, 'late_count': 0, 'still_due': 0, 'in_time_rate': 1}),
            *self.company_id._get_warranty_tables(),
        ]

    def _format(self, value, digits=2):
        return '' if value is None or value is False else formatLang(self.env, value, digits=digits)

    def _get_labels(self, model, names):
        return [self.env[model]._fields[name]._description_string(self.env) for name in names]

    def _read_section(self, title, model, domain, groups, figures, order=None):
        """Sums (or means, as the field says) of ``figures`` (name: decimals) of an analysis, grouped."""
        Report = self.env[model]
        rows = Report._read_group(
            domain, groups, [f'{name}:{Report._fields[name].aggregator}' for name in figures], order=order)
        return {
            'title': title,
            'words': range(len(groups)),
            'headings': self._get_labels(model, (*groups, *figures)),
            'rows': [
                [*(group.display_name or '–' for group in row[:len(groups)]),
                 *(self._format(value, digits) for value, digits in zip(row[len(groups):], figures.values(), strict=True))]
                for row in rows],
        }

    def _get_part_section(self):
        Report = self.env['aftersales.claim.line.report']
        domain = self._get_domain() & Domain('kind', '=', 'part') & Domain('product_id', '!=', False)
        rows = Report._read_group(
            domain, ['product_id'], ['quantity:sum', 'supplier_id:recordset', 'model_id:recordset', 'claim_id:recordset'],
            order='quantity:sum DESC', limit=10)
        total = sum(quantity or 0 for quantity, in Report._read_group(domain, [], ['quantity:sum']))
        return {
            'title': self.env._("Top 10 Parts"), 'words': (0, 1, 2, 5, 6),
            'headings': [
                *self._get_labels(Report._name, ('product_id', 'supplier_id', 'model_id', 'quantity')),
                self.env._("Share (%)"), *self._get_labels(Report._name, ('cause', 'correction'))],
            'rows': [
                [product.display_name, ", ".join(suppliers.mapped('name')), ", ".join(cars.mapped('name')),
                 self._format(quantity, 0), self._format(100 * quantity / total if total else 0, 1),
                 *(" · ".join(dict.fromkeys(filter(None, cases.mapped(name))))[:120] for name in ('cause', 'correction'))]
                for product, quantity, suppliers, cars, cases in rows],
        }

    def _get_ageing_section(self):
        """What is open today, whatever month it was sent in."""
        Report = self.env['aftersales.claim.report']
        ages = Report._fields['age']._description_selection(self.env)
        domain = Domain('company_id', '=', self.company_id.id) & Domain('open_amount', '>', 0)
        table = {}
        for brand, currency, age, amount in Report._read_group(
                domain, ['brand_id', 'currency_id', 'age'], ['open_amount:sum']):
            table.setdefault((brand, currency), {})[age] = amount
        return {
            'title': self.env._("Ageing of Claims"), 'words': (0, 1),
            'headings': [
                *self._get_labels(Report._name, ('brand_id', 'currency_id')),
                *(self.env._("%(days)s days", days=label) for __, label in ages)],
            'rows': [
                [brand.name or '–', currency.name, *(self._format(amounts.get(age, 0.0)) for age, __ in ages)]
                for (brand, currency), amounts in table.items()],
        }

    def _get_free_section(self):
        issues = self.env['aftersales.free.issue'].search(
            [('company_id', '=', self.company_id.id), ('is_open', '=', True)])
        return {
            'title': self.env._("Free Issues Not Closed"), 'words': (0,),
            'headings': [
                *self._get_labels('aftersales.free.issue', ('employee_id',)), self.env._("Free Issues"), self.env._("Parts"),
                *self._get_labels('aftersales.free.issue', ('amount',)), self.env._("Oldest")],
            'rows': [
                [employee.name or '–', self._format(len(own), 0), self._format(sum(own.line_ids.mapped('quantity')), 0),
                 self._format(sum(own.mapped('amount'))),
                 format_date(self.env, min(filter(None, own.mapped('issued_date')), default=False)) or '–']
                for employee, own in issues.grouped('employee_id').items()],
        }
