from odoo import models


class ReportTrainingRecord(models.AbstractModel):
    """What somebody has learnt, and which skills and certificates he holds: a page a person, whose rows are chosen."""
    _name = 'report.aftersales.report_training_record'
    _inherit = ['aftersales.print.mixin']
    _description = "Training Record of a Person"

    _print_model = 'aftersales.training.participant'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        """All trainings of each person, whichever of them were chosen; read at once for all."""
        people = docs.employee_id
        rows = docs.search([('employee_id', 'in', people.ids), ('company_id', 'in', docs.company_id.ids)]).grouped(
            'employee_id')
        skills = self.env['hr.employee.skill'].sudo().search(
            [('employee_id', 'in', people.ids)], order='skill_type_id, skill_id, valid_from desc, id').grouped('employee_id')
        growth = self._find_growth(people, docs.company_id)
        pages = []
        for own in docs.grouped('employee_id').values():
            page = self._prepare_page(own[0].with_prefetch(docs.ids))
            terms = {key: page[key] for key in ('lang', 'tz')}
            trainings = rows[own.employee_id].with_context(**terms)
            page.update({
                'trainings': trainings, 'hours': sum(trainings.mapped('hours')),
                'passed': len(trainings.filtered(lambda row: row.result == 'passed')),
                'skills': skills.get(own.employee_id, self.env['hr.employee.skill']).sudo().with_context(**terms),
                **{name: [row.with_context(**terms) for row in found.get(own.employee_id, ())]
                   for name, found in growth.items()}})
            pages.append(page)
        return pages

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}

    def _find_growth(self, people, companies):
        """What people learnt from mentors, their places in contests and their awards, as whoever prints may see them."""
        company = ('company_id', 'in', companies.ids)
        return {
            'mentorings': self.env['aftersales.mentoring'].search(
                [company, ('apprentice_id', 'in', people.ids)], order='start_date, id').grouped('apprentice_id'),
            'places': self.env['aftersales.contest.place'].search([
                company, ('employee_id', 'in', people.ids), ('took_part', '=', True), ('contest_state', '=', 'held'),
            ], order='date, id').grouped('employee_id'),
            'awards': self.env['aftersales.award'].search(
                [company, ('employee_id', 'in', people.ids)], order='date, id').grouped('employee_id'),
        }
