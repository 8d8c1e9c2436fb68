from odoo.fields import Command

MANY = 40


class ManyOfPeople:
    """As many trainings, posts and hand-overs as a list shows."""

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
