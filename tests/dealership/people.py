class PeopleOf:
    """Training for tests of whatever room."""

    @classmethod
    def _create_course(cls, **values):
        return cls.env['aftersales.training.course'].with_user(cls.user_trainer).create({
            'name': "High voltage", 'kind_id': cls.env.ref('aftersales.training_kind_maker').id, **values})

    @classmethod
    def _create_session(cls, course, people, **values):
        return cls.env['aftersales.training.session'].with_user(cls.user_trainer).create({
            'course_id': course.id, 'company_id': cls.company.id, 'start': '2026-01-05 02:00:00',
            'participant_ids': [(0, 0, {'employee_id': person.id}) for person in people], **values})
