from odoo.fields import Command


class StandardOf:
    """A small standard in use, and assessments by it, for tests of whatever room."""

    @classmethod
    def _use_standard(cls, **values):
        """Two areas of 60 and 40 points; passed from 70, three stars from 80; five deductions fail."""
        standard = cls.env['aftersales.standard'].with_user(cls.user_manager).create({
            'name': "House standard", 'version': "1", 'pass_score': 70, 'deduction_points': 1, 'deduction_limit': 5,
            'level_ids': [Command.create(vals) for vals in (
                {'name': "Three stars", 'score_from': 80}, {'name': "Passed", 'score_from': 70},
                {'name': "Failed", 'score_from': 0, 'is_failed': True})],
            'area_ids': [
                Command.create({'name': "System", 'points': 60, 'is_own': False, 'criterion_ids': [
                    Command.create({'name': name, 'code': name, 'weight': weight, 'asked': "Papers"})
                    for name, weight in (('A', 1), ('B', 2), ('C', 3))]}),
                Command.create({'name': "Service", 'points': 40, 'criterion_ids': [
                    Command.create({'name': 'D', 'code': 'D', 'may_skip': False}),
                    *(Command.create({'name': name, 'code': name}) for name in ('E', 'F'))]})],
            **values})
        standard.action_use()
        return standard

    @classmethod
    def _start_audit(cls, standard, **values):
        audit = cls.env['aftersales.audit'].with_user(cls.user_inspector).create({
            'standard_id': standard.id, 'workshop_id': cls.workshop.id, **values})
        audit.action_start()
        return audit

    @classmethod
    def _create_many_standards(cls, count):
        """Standards in use, each with an assessment that found something and its certificate."""
        standards = cls.env['aftersales.standard'].create([{
            'name': f"Standard {number}", 'version': "1", 'area_ids': [Command.create({
                'name': "Area", 'points': 10, 'criterion_ids': [Command.create({'name': "Criterion"})]})],
            'level_ids': [Command.create({'name': "Passed"})]} for number in range(count)])
        standards.action_use()
        audits = cls.env['aftersales.audit'].create([
            {'standard_id': standard.id, 'workshop_id': cls.workshop.id} for standard in standards])
        audits.action_start()
        audits.line_ids.write({'grade': 'half', 'severity': 'minor', 'finding': "Late", 'user_id': cls.user_advisor.id})
        audits.action_finish()
        cls.env['aftersales.standard.certificate'].create([
            {'number': f"C {standard.id}", 'body': "Body", 'standard_id': standard.id, 'level_id': standard.level_ids.id}
            for standard in standards])
