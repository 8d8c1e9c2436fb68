from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_day

# So many talks are told of in one letter; the register has them all.
MOST_TALKS = 40


class AftersalesSurveyLetter(models.Model):
    """The letter of the week tells a department what came of calls to its customers, too: one letter, not two (J3).

    A talk belongs to the departments of advisor and technicians of the visit it was about, else to the outlet as a whole.
    """
    _inherit = 'aftersales.survey.letter'

    call_count = fields.Integer(string="Calls (n)", readonly=True, help="Customers that were spoken with in the week.")

    @api.model
    def _tell(self, weeks):
        letters = super()._tell(weeks)
        for letter in letters:
            letter.call_count = letter._get_content().get('calls', {}).get('count', 0)
        return letters

    @api.model
    def _prepare_found(self):
        return {**super()._prepare_found(), 'calls': self.env['aftersales.followup.contact'].sudo()}  # sudo: as surveys

    @api.model
    def _sort_by_department(self, lines, weeks):
        said = super()._sort_by_department(lines, weeks)
        contacts = self._read_talks(weeks)
        employees = self._read_places(contacts)
        for contact in contacts:
            outlet = contact.workshop_id.with_env(self.env)
            for department in self._get_departments(contact, employees) or [self.env['hr.department'].sudo()]:
                found = said.setdefault((outlet, department), self._prepare_found())
                found['calls'] |= contact
        return said

    @api.model
    def _read_talks(self, weeks):
        """What customers said on the phone in the week of each outlet, and what they wrote."""
        domain = Domain.OR(
            Domain('workshop_id', '=', outlet.id) & Domain('contact_day', '>=', day)
            & Domain('contact_day', '<', fields.Date.add(day, days=7)) for outlet, day in weeks.items())
        heard = Domain('outcome', 'in', ('reached', 'refused')) | Domain('direction', '=', 'in')
        # sudo: the letter tells what its receiver may not read one by one
        return self.env['aftersales.followup.contact'].sudo().search(
            domain & heard & Domain('invitation_id', '=', False), order='date, id')

    @api.model
    def _read_places(self, contacts):
        """:return: dict of (user, company): department of his"""
        employees = self.env['hr.employee'].sudo().search([  # sudo: where somebody works is no secret
            ('user_id', 'in', contacts.order_id.user_id.ids), ('department_id', '!=', False),
            ('company_id', 'in', contacts.company_id.ids)])
        return {(employee.user_id, employee.company_id): employee.department_id for employee in employees}

    @api.model
    def _get_departments(self, contact, employees):
        visit, company = contact.order_id, contact.company_id
        departments = visit.job_ids.technician_id.department_id | employees.get(
            (visit.user_id, company), self.env['hr.department'].sudo())
        return departments.filtered(lambda unit: unit.company_id in (company, company.browse()))

    @api.model
    def _prepare_letter_content(self, found):
        contacts = found['calls']
        return {**super()._prepare_letter_content(found), 'calls': {
            'count': len(contacts),
            'results': _count(contacts.mapped('result')), 'moods': _count(contacts.mapped('mood')),
            'talks': [{
                'day': fields.Datetime.to_string(contact.date), 'visit': contact.order_id.name or '',
                'plate': contact.license_plate or '', 'topic': contact.topic, 'text': text,
            } for contact, text in self._pick_talks(contacts)]}}

    @api.model
    def _pick_talks(self, contacts):
        """What was said beyond "content, nothing to do"."""
        said = ((contact, '\n'.join(filter(None, (contact.summary, contact.wishes)))) for contact in contacts)
        return [(contact, text) for contact, text in said if text][:MOST_TALKS]

    def _prepare_body(self):
        body, calls = super()._prepare_body(), self._get_content().get('calls', {})
        labels = {name: dict(self.env['aftersales.followup.contact']._fields[name]._description_selection(self.env))
                  for name in ('result', 'mood')}
        return {**body, 'call_count': calls.get('count', 0), 'results': [
            (labels['result'].get(value, value), count) for value, count in calls.get('results', [])], 'moods': [
            (labels['mood'].get(value, value), count) for value, count in calls.get('moods', [])], 'talks': [
            {**talk, 'day': say_day(self.env, fields.Datetime.to_datetime(talk['day']), self._get_tz())}
            for talk in calls.get('talks', [])]}


def _count(values):
    """Values with how often they came, the most frequent first; what was not said is left out."""
    counts = {}
    for value in filter(None, values):
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
