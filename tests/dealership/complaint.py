from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A Monday at ten in Shanghai.
MONDAY = '2026-03-02 02:00:00'


class ComplaintCommon(OrderCommon):
    """Complaints, each step of their way as the person takes it whose it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['resource.calendar'].create({
            'name': "Eight to six", 'tz': 'Asia/Shanghai', 'company_id': cls.company.id, 'hours_per_day': 10,
            'attendance_ids': [Command.clear(), *(Command.create({
                'name': "Open", 'dayofweek': str(day), 'hour_from': 8, 'hour_to': 18, 'day_period': 'morning',
            }) for day in range(6))]})
        cls.workshop.write({'resource_calendar_id': cls.calendar.id, 'manager_id': cls.user_manager.id})
        cls.department = cls.env['hr.department'].create({'name': "Paint Shop", 'company_id': cls.company.id})
        cls.customer.email = 'chen@example.com'
        # Here one customer complains of many things.
        cls.env['aftersales.complaint.trigger'].search([]).active = False

    @classmethod
    def _create_complaints(cls, count=1, user=None, **values):
        return cls.env['aftersales.complaint'].with_user(user or cls.user_care).create([{
            'story': "The brakes squeal again.", 'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id,
            'category_id': cls.env.ref('aftersales.complaint_category_not_cured').id, **values} for __ in range(count)])

    @classmethod
    def _propose(cls, complaints, amount=100.0, kind='redo', **party):
        """From the acknowledgement to the proposal."""
        complaints.with_user(cls.user_care).action_acknowledge()
        found = complaints.with_user(cls.user_inspector)
        found.action_investigate()
        for complaint in found:
            complaint.write({
                'findings': "Old pads were fitted", 'root_cause': "Two boxes alike",
                'cause_id': cls.env.ref('aftersales.complaint_cause_03').id,
                'offer_text': "We do it again", 'party_ids': [
                    Command.create({'department_id': cls.department.id, 'share': 100, **party})]})
            cls.env['aftersales.complaint.solution'].with_user(cls.user_care).create({
                'complaint_id': complaint.id, 'kind': kind, 'amount': amount})
        found.action_propose()
        return complaints

    @classmethod
    def _carry_out(cls, complaints):
        complaints.with_user(cls.user_care).action_approve()
        complaints.with_user(cls.user_care).solution_ids.no_document_reason = "Done at the counter"
        for complaint in complaints.with_user(cls.user_care):
            complaint._tell('solution', 'letter', "Our answer", "<p>We do it again</p>")
        complaints.with_user(cls.user_care).carried_note = "New pads"
        complaints.with_user(cls.user_care).action_carry_out()
        return complaints

    @classmethod
    def _ask(cls, complaint, user, **values):
        """The call afterwards, by its dialog."""
        wizard = cls.env['aftersales.complaint.outcome.wizard'].with_user(user).create({
            'complaint_id': complaint.id, 'target': 'confirmed', 'note': "All is well", **values})
        return wizard.action_apply()

    @classmethod
    def _close(cls, complaints):
        for complaint in cls._carry_out(complaints):
            cls._ask(complaint, cls.user_advisor)
            complaint.with_user(cls.user_manager)._tell('apology', 'phone', "Call", "<p>Spoke with him</p>")
        complaints.with_user(cls.user_care).action_close()
        return complaints
