from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# So many cases and measures are told of in one letter; the registers have them all.
MOST = 10


class AftersalesSurveyLetter(models.Model):
    """The weekly report of a department (周报): beside calls and customers' views, what they complained of most, and which
    measures are due (insight, 3 and 9). One letter, not three.

    A complaint belongs to the units that answer for it, else to the one of its category; a measure to the department of
    whoever is in charge of it. All else is the outlet's own.
    """
    _inherit = 'aftersales.survey.letter'

    complaint_count = fields.Integer(string="Complaints of the Week", readonly=True)
    action_count = fields.Integer(string="Measures Due", readonly=True, help="Open, and due by the end of the week after.")

    @api.model
    def _tell(self, weeks):
        letters = super()._tell(weeks)
        for letter in letters:
            content = letter._get_content()
            letter.write({'complaint_count': content.get('complaints', {}).get('count', 0),
                          'action_count': content.get('actions', {}).get('count', 0)})
        return letters

    @api.model
    def _prepare_found(self):
        # sudo: as surveys
        return {**super()._prepare_found(), 'complaints': self.env['aftersales.complaint'].sudo(),
                'actions': self.env['aftersales.action'].sudo()}

    @api.model
    def _sort_by_department(self, lines, weeks):
        said = super()._sort_by_department(lines, weeks)
        complaints, actions = self._read_complaints(weeks), self._read_actions(weeks)
        for complaint in complaints:
            units = complaint.party_ids.department_id or complaint.category_id.department_id
            self._add_to_departments(said, complaint, units, 'complaints')
        homes = self._read_homes(actions)
        for action in actions:
            self._add_to_departments(said, action, homes.get(action, self.env['hr.department'].sudo()), 'actions')
        return said

    @api.model
    def _add_to_departments(self, said, record, units, name):
        company = record.company_id
        units = units.filtered(lambda unit: unit.company_id in (company, company.browse()))
        for unit in units or [self.env['hr.department'].sudo()]:
            found = said.setdefault((record.workshop_id.with_env(self.env), unit), self._prepare_found())
            found[name] |= record

    @api.model
    def _read_complaints(self, weeks):
        """Complaints registered during the week of each outlet, by its clock."""
        domains = []
        for outlet, day in weeks.items():
            start, end = self.new({'workshop_id': outlet.id, 'week_start': day})._get_bounds()
            domains.append(Domain('workshop_id', '=', outlet.id) & Domain('registered_date', '>=', start)
                           & Domain('registered_date', '<', end))
        # sudo: the letter tells what its receiver may not read one by one
        return self.env['aftersales.complaint'].sudo().search(
            Domain.OR(domains) & Domain('kind', '=', 'complaint') & Domain('state', '!=', 'cancelled'), order='id')

    @api.model
    def _read_actions(self, weeks):
        """Measures of each outlet that are open, and due by the end of the week in which the letter comes."""
        domain = Domain.OR(
            Domain('workshop_id', '=', outlet.id) & Domain('due_date', '<', fields.Date.add(day, days=14))
            for outlet, day in weeks.items())
        # sudo: as above
        return self.env['aftersales.action'].sudo().search(domain & Domain('state', '=', 'open'), order='due_date, id')

    @api.model
    def _read_homes(self, actions):
        """:return: dict of measure: department of whoever is in charge"""
        employees = self.env['hr.employee'].sudo().search([  # sudo: where somebody works is no secret
            ('user_id', 'in', actions.user_id.ids), ('department_id', '!=', False),
            ('company_id', 'in', actions.company_id.ids)])
        homes = {(employee.user_id, employee.company_id): employee.department_id for employee in employees}
        return {action: homes[key] for action in actions if (key := (action.user_id, action.company_id)) in homes}

    @api.model
    def _prepare_letter_content(self, found):
        complaints, actions = found['complaints'], found['actions']
        categories = complaints.grouped('category_id')
        ranks = [*reversed(complaints._fields['severity'].get_values(self.env))]
        return {
            **super()._prepare_letter_content(found),
            'complaints': {
                'count': len(complaints),
                'categories': sorted(
                    ((category.id, len(own)) for category, own in categories.items() if category),
                    key=lambda pair: (-pair[1], pair[0]))[:MOST],
                'cases': [{
                    'number': case.name, 'subject': case.subject or '', 'severity': case.severity, 'state': case.state,
                } for case in complaints.sorted(lambda case: (ranks.index(case.severity), case.id))[:MOST]]},
            'actions': {
                'count': len(actions),
                'rows': [{'name': action.name, 'user': action.user_id.name, 'due': fields.Date.to_string(action.due_date)}
                         for action in actions[:MOST]]}}

    def _prepare_body(self):
        body, content = super()._prepare_body(), self._get_content()
        complaints, actions = content.get('complaints', {}), content.get('actions', {})
        labels = {name: dict(self.env['aftersales.complaint']._fields[name]._description_selection(self.env))
                  for name in ('severity', 'state')}
        # sudo: what complaints are sorted by is no secret
        names = {category.id: category.name for category in self.env['aftersales.complaint.category'].sudo().browse(
            number for number, __ in complaints.get('categories', [])).exists()}
        after = self.week_start + timedelta(days=7)
        return {
            **body, 'complaint_count': complaints.get('count', 0), 'action_count': actions.get('count', 0),
            'categories': [(names[number], count) for number, count in complaints.get('categories', []) if number in names],
            'complaints': [{**case, **{name: labels[name].get(case[name], case[name]) for name in labels}}
                           for case in complaints.get('cases', [])],
            'actions': [{**row, 'is_late': fields.Date.to_date(row['due']) < after, 'due': format_date(self.env, row['due'])}
                        for row in actions.get('rows', [])]}
