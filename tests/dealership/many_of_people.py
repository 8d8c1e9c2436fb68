from datetime import timedelta

from odoo.fields import Command

MANY = 40


class ManyOfPeople:
    """Two or more of what people learn, know, are asked and hand over, and of how the house is assessed."""

    @classmethod
    def _create_trainings(cls):
        """Courses that were held, each with its participant and what he got; plans of the years."""
        kind = cls.env['hr.skill.type'].create({
            'name': "Papers", 'is_certification': True,
            'skill_ids': [Command.create({'name': f"Paper {number}"}) for number in range(MANY)],
            'skill_level_ids': [Command.create({'name': "Held", 'level_progress': 100, 'default_level': True})]})
        courses = cls.env['aftersales.training.course'].create([{
            'name': f"Course {number}", 'kind_id': cls.env.ref('aftersales.training_kind_repair').id, 'valid_months': 12,
            'skill_type_id': kind.id, 'skill_id': skill.id, 'skill_level_id': kind.skill_level_ids.id,
        } for number, skill in enumerate(kind.skill_ids)])
        sessions = cls.env['aftersales.training.session'].create([{
            'course_id': course.id, 'company_id': cls.company.id, 'start': '2026-01-05 02:00:00', 'participant_ids': [
                Command.create({'employee_id': cls.user_technician.employee_id.id})]} for course in courses])
        sessions.participant_ids.action_sign_in()
        sessions.action_hold()
        cls._create_hand_overs()
        cls._create_staffing()
        cls._create_figures()
        cls.env['aftersales.monthly.report'].create([
            {'company_id': cls.company.id, 'period_start': f'{2000 + number}-01-01'} for number in range(MANY)])
        cls._create_costs()
        cls._create_growth()
        cls.env['aftersales.training.plan'].create([
            {'company_id': cls.company.id, 'plan_year': 2030 + number} for number in range(MANY)])

    @classmethod
    def _create_hand_overs(cls):
        """Posts with what they ask for, and protocols of hand-overs."""
        kind = cls.env['hr.skill.type'].search([('name', '=', "Papers")], limit=1)
        needs = [Command.create({
            'skill_type_id': kind.id, 'skill_id': kind.skill_ids[:1].id, 'skill_level_id': kind.skill_level_ids.id})]
        posts = cls.env['hr.job'].create([
            {'name': f"Post {number}", 'company_id': cls.company.id, 'post_duties': "Works", 'job_skill_ids': list(needs)}
            for number in range(MANY)])
        people = cls.env['hr.employee'].create([
            {'name': f"Holder {number}", 'company_id': cls.company.id, 'job_id': post.id} for number, post in enumerate(posts)])
        cls.env['aftersales.handing.over'].create([{
            'company_id': cls.company.id, 'employee_id': person.id, 'successor_id': cls.user_technician.employee_id.id,
            'hand_over_reason': 'leaves', 'things': "Key", 'line_ids': [
                Command.create({'name': "Calls", 'moved_count': 3, 'names': "One, two"})]} for person in people])
        template = cls.env.ref('aftersales.appraisal_template_technician')
        cls.env['aftersales.appraisal.sheet'].create([{
            'company_id': cls.company.id, 'employee_id': person.id, 'month': '2026-01-01', 'template_id': template.id,
        } for person in people])

    @classmethod
    def _create_growth(cls):
        """Mentors, learning goals, contests, awards and surveys of the staff."""
        people = cls.env['hr.employee'].search([('name', 'like', "Holder "), ('company_id', '=', cls.company.id)], limit=MANY)
        mentor = cls.user_technician.employee_id
        cls.env['aftersales.mentoring'].create([{
            'mentor_id': mentor.id, 'apprentice_id': person.id, 'stop_date': '2031-01-01', 'goals': "Brakes",
            'line_ids': [Command.create({'name': "Bleeds"})]} for person in people])
        cls.env['aftersales.learning.goal'].create([{'employee_id': person.id, 'name': "Diagnosis"} for person in people])
        contests = cls.env['aftersales.contest'].create([{
            'name': f"Contest {number}", 'date': '2026-01-05', 'place_ids': [
                Command.create({'employee_id': person.id, 'score': number})]} for number, person in enumerate(people)])
        contests[::2].action_hold()
        cls.env['aftersales.award'].create([
            {'employee_id': person.id, 'name': "Best", 'reason': "Work", 'kind': 'title'} for person in people])
        surveys = cls.env['aftersales.staff.survey'].create([{'plan_year': 2050 + number} for number in range(len(people))])
        surveys[:2].action_open()
        surveys[0].action_close()
        cls.env['aftersales.norm.rule'].create([
            {'level': 'advanced', 'value_class': 'a', 'company_id': cls.company.id} for __ in people])

    @classmethod
    def _create_staffing(cls):
        """Ratios of posts, and what became of them."""
        posts = cls.env['hr.job'].search([('name', 'like', "Post ")], limit=MANY)
        ratios = cls.env['aftersales.staffing.ratio'].create([{'job_id': post.id} for post in posts])
        cls.env['aftersales.staffing.check'].sudo().create([{
            'workshop_id': cls.workshop.id, 'job_id': ratio.job_id.id, 'month': f'2026-{1 + number % 12:02}-01',
            'staffing_basis': 'visits', 'unit_count': 10, 'needed_count': 2, 'short_count': 1,
        } for number, ratio in enumerate(ratios)])

    @classmethod
    def _create_figures(cls):
        """Key figures of a month with their targets, and evenings."""
        indicators = cls.env['aftersales.indicator'].search([], limit=MANY)
        cls.env['aftersales.indicator.target'].create([{
            'indicator_id': indicator.id, 'workshop_id': cls.workshop.id, 'year': 2026, 'year_value': 12.0,
        } for indicator in indicators])
        cls.env['aftersales.indicator.figure'].sudo().create([{
            'indicator_id': indicator.id, 'workshop_id': cls.workshop.id, 'month': '2026-01-01', 'scale': 1.0,
            'numerator': 1.0, 'value': 1.0, 'words': "1",
        } for indicator in indicators])
        today = cls.company._get_today()
        cls.env['aftersales.day.close'].sudo().create([{
            'workshop_id': cls.workshop.id, 'date': today - timedelta(days=number), 'made_date': f'{today} 12:00:00',
        } for number in range(MANY)])

    @classmethod
    def _create_costs(cls):
        """Rates, costs of orders, of months and by hand, budgets; forecasts and questions to the figures."""
        company = {'company_id': cls.company.id}
        cls.env['aftersales.cost.rate'].create([
            {**company, 'amount': 50, 'valid_from': cls.company._get_today() - timedelta(days=number)}
            for number in range(MANY)])
        accounts = cls.env['account.account'].create([{
            'name': f"Rent {number}", 'code': f'RENT{number:02}', 'account_type': 'expense',
            'company_ids': [Command.set(cls.company.ids)]} for number in range(MANY)])
        cls.env['aftersales.cost.account'].create([{**company, 'account_id': account.id} for account in accounts])
        cls._create_faults()
        cls.env['aftersales.order'].browse(cls.orders.ids)._reckon_costs()
        cls.env['aftersales.cost.entry'].create([
            {**company, 'name': "Rent", 'amount': 5, 'month': f'{2025 - number // 12}-{1 + number % 12:02}-01'}
            for number in range(MANY)])
        budgets = cls.env['aftersales.budget'].create([{
            **company, 'budget_year': 2030 + number, 'line_ids': [
                Command.create({'kind': 'labour', 'month': f'{2030 + number}-01-01', 'amount': 5})]} for number in range(MANY)])
        budgets.action_propose()
        budgets.sudo().action_release()
        cls.env['aftersales.relation'].create([{**company, 'relation_kind': 'km'} for __ in range(MANY)])
        forecasts = cls.env['aftersales.forecast'].sudo().create([{
            'workshop_id': cls.workshop.id, 'month': f'{2020 + number // 12}-{1 + number % 12:02}-01'}
            for number in range(MANY)])
        cls.env['aftersales.forecast.line'].sudo().create([{
            'forecast_id': forecast.id, 'month': forecast.month, 'measure': 'visits', 'value': 5} for forecast in forecasts])
        actions = cls.env['aftersales.action'].search([('company_id', '=', cls.company.id)], limit=MANY)
        actions.sudo().write({'cost_field': 'flow', 'saving_planned': 5})

    @classmethod
    def _create_faults(cls):
        """Codes that were read of cars that came, each of another fault."""
        cls.env.flush_all()
        cls.env.cr.execute("""
            INSERT INTO aftersales_fault_code (job_id, code, vehicle_id, status)
            SELECT job.id, 'F' || job.id, visit.vehicle_id, 'stored'
              FROM aftersales_job job JOIN aftersales_order visit ON visit.id = job.order_id
             WHERE visit.company_id = %s AND visit.state NOT IN ('draft', 'cancelled') AND job.state != 'cancelled'
               AND visit.received_date >= now() - interval '30 months' LIMIT %s""", [cls.company.id, MANY])
        cls.env.invalidate_all()

    @classmethod
    def _create_requests(cls):
        """What people ask about their data, who has which role, and what was exported."""
        people = cls.env['res.partner'].create([{'name': f"Person {number}"} for number in range(MANY)])
        requests = cls.env['aftersales.personal.request'].create([
            {'partner_id': person.id, 'identity': "Card"} for person in people])
        for request in requests:
            request.action_make_file()
        for number in range(MANY):
            cls.env['aftersales.day.report']._hand_in(
                cls.workshop, cls.company._get_today() - timedelta(days=number))
        for __ in range(2):
            run = cls.env['aftersales.deletion.run'].create({})
            run.action_begin()
            run._continue()
        texts = cls.env['aftersales.secrecy.text'].create([
            {'name': "Confidentiality", 'version': f"{number}", 'body': "Told nobody"} for number in range(MANY)])
        texts[-1].action_ask()
        cls.env['aftersales.backup.test'].create([
            {'what': f"Backup {number}", 'date': '2026-01-05', 'backup_date': '2026-01-04'} for number in range(MANY)])
        for __ in range(2):
            review = cls.env['aftersales.access.review'].create({})
            review.action_keep_rest()
            review.action_close()
        for person in people:
            cls.env['aftersales.export.log']._note(person, [f"name {person.id}"])
        cls.env['aftersales.export.log']._write_noted()

    @classmethod
    def _create_knowledge(cls):
        """Articles that are read and that helped, cases, and what was asked."""
        articles = cls.env['aftersales.bulletin'].create([{
            'title': f"Tip {number}", 'remedy': "Grease it", 'model_ids': [Command.link(cls.vehicle.model_id.id)],
            'reader_group_ids': [Command.link(cls.env.ref('aftersales.group_user').id)]} for number in range(MANY)])
        articles.action_publish()
        for article, order in zip(articles, cls.orders, strict=False):
            article._note_use(order.job_ids[:1])
        articles.action_confirm_read()
        cls.env['aftersales.hard.case'].create([
            {'job_id': order.job_ids[:1].id, 'subject': "Hums"} for order in cls.orders])
        cls.env['aftersales.knowledge.finder'].create([{'question': f"Zebra {number}"} for number in range(MANY)])
        cls.env['aftersales.knowledge.word'].create([
            {'name': f"word{number}, name{number}"} for number in range(MANY)])
