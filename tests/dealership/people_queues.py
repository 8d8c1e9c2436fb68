from datetime import timedelta


class PeopleQueues:
    """What the nightly passes of people work on."""

    def _prepare_tell_ends(self):
        kind = self.env['hr.skill.type'].create({
            'name': "Papers", 'is_certification': True,
            'skill_ids': [(0, 0, {'name': f"Paper {number}"}) for number in range(self.count)],
            'skill_level_ids': [(0, 0, {'name': "Held", 'level_progress': 100, 'default_level': True})]})
        employee = self.workshop.employee_ids[:1] or self.env['hr.employee'].create({
            'name': "Holder", 'company_id': self.company.id, 'aftersales_workshop_ids': [(4, self.workshop.id)]})
        self.workshop.trainer_id = self.user_trainer
        return '_tell_end', self.env['hr.employee.skill'].create([{
            'employee_id': employee.id, 'skill_type_id': kind.id, 'skill_id': skill.id,
            'skill_level_id': kind.skill_level_ids.id, 'valid_from': self.company._get_today() - timedelta(days=9),
            'valid_to': self.company._get_today() + timedelta(days=20)} for skill in kind.skill_ids])

    def _prepare_check_staffing(self):
        Workshop = self.env['aftersales.workshop']
        Workshop.search([]).sudo().staffing_due_date = '2099-01-01'
        return '_check_staffing', Workshop.create([
            {'name': f"Branch {number}", 'code': f"BR{number}", 'company_id': self.company.id} for number in range(self.count)])

    def _prepare_reckon_costs(self):
        self.env['aftersales.order'].search([('cost_due', '=', True)]).sudo().cost_due = False
        return '_reckon_costs', self._write_raw(self._create_orders(self.count), cost_due=True)

    def _prepare_forecast(self):
        Workshop = self.env['aftersales.workshop']
        Workshop.search([]).sudo().forecast_due_date = '2099-01-01'
        return '_make_forecast', Workshop.create([
            {'name': f"Side {number}", 'code': f"SD{number}", 'company_id': self.company.id} for number in range(self.count)])

    def _prepare_appraisal(self):
        templates = self.env['aftersales.appraisal.template']
        templates.search([]).made_month = '2099-01-01'
        posts = self.env['hr.job'].create([
            {'name': f"Post {number}", 'company_id': self.company.id} for number in range(self.count)])
        return '_make_sheets', templates.create([{'job_id': post.id, 'company_id': self.company.id} for post in posts])

    def _prepare_outlets(self, field, code, **values):
        Workshop = self.env['aftersales.workshop']
        Workshop.search([]).sudo()[field] = '2099-01-01'
        return Workshop.create([
            {'name': f"Branch {code}{number}", 'code': f"{code}{number}", 'company_id': self.company.id, **values}
            for number in range(self.count)])

    def _prepare_measure_figures(self):
        return '_measure_figures', self._prepare_outlets('figures_date', 'FG')

    def _prepare_close_days(self):
        return '_close_due_days', self._prepare_outlets('close_due', 'CL')
