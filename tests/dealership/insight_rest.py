from unittest.mock import patch

from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.insight import InsightCommon

# The month of the store, as its own figures tell it: each number is the part or the whole of a share.
STORE = {
    'used_value': 100, 'average_value': 600, 'value_at_end': 500, 'dead_value': 50, 'bought_value': 400,
    'emergency_value': 100, 'handed': 10, 'hits': 7, 'right_parts': 9, 'timely': 8, 'demand': 20, 'filled': 15,
    'lost_sales': 2, 'counted': 8, 'agreed': 6, 'deliveries': 5, 'shorts': 1, 'old_due': 4, 'old_overdue': 1,
}


class InsightRestCommon(InsightCommon):
    """The same month with claims, surveys, trainings, rescues and whatever else few outlets have every day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        cls.at = {'company_id': cls.company.id, 'workshop_id': cls.workshop.id}
        cls._make_foreign_money()
        cls._make_counter()
        cls._make_proposals()
        cls._make_claims()
        cls._make_survey()
        cls._make_people()
        cls._make_lost()
        cls._make_store()
        cls.env.invalidate_all()

    @classmethod
    def _make_foreign_money(cls):
        """Two of it are one of ours, from October on."""
        cls.foreign = cls.env['res.currency'].create({'name': 'XTS', 'symbol': 'X'})
        cls.env['res.currency.rate'].create({
            'currency_id': cls.foreign.id, 'name': '2026-10-01', 'rate': 2.0, 'company_id': cls.company.id})
        own = cls.env['res.currency.rate'].search([
            ('currency_id', '=', cls.company.currency_id.id), ('company_id', 'in', (False, cls.company.id))])
        own.write({'rate': 1.0})
        cls.env.flush_all()

    @classmethod
    def _make_counter(cls):
        """Enquiries: answered in time, too late, not due yet, dropped; rescues; sales in two kinds of money."""
        cls._insert('aftersales_enquiry', [
            {**cls.at, 'name': f'E{number}', 'subject': "Price", 'state': state, 'channel': 'phone', 'question': "How much?",
             'date': '2026-11-03 00:00:00', 'response_deadline': response and '2026-11-03 02:00:00', 'response_date': response,
             'answer_deadline': due, 'answer_date': done}
            for number, (state, response, due, done) in enumerate((
                ('answered', '2026-11-03 01:00:00', '2026-11-04 00:00:00', '2026-11-03 12:00:00'),
                ('answered', None, '2026-11-05 00:00:00', '2026-11-06 00:00:00'),
                ('open', None, '2026-11-25 00:00:00', None),
                ('cancelled', None, '2026-11-05 00:00:00', '2026-11-04 00:00:00')))])
        cls._insert('aftersales_rescue', [
            {**cls.at, 'name': f'R{number}', 'state': state, 'kind': 'roadside', 'channel': 'hotline', 'place': "Ring road",
             'area_kind': 'city', 'fault': 'other', 'truck': 'none', 'severity': 'low', 'call_date': '2026-11-04 00:00:00'}
            for number, state in enumerate(('closed', 'closed', 'cancelled'))])
        cls._insert('aftersales_counter_sale', [
            {**cls.at, 'partner_id': cls.customer.id, 'name': f'S{number}', 'state': state, 'channel': 'window',
             'delivery_kind': 'counter', 'date': '2026-11-05 00:00:00', 'confirmed_date': '2026-11-05 00:00:00',
             'currency_id': currency.id, 'amount_untaxed': amount}
            for number, (state, currency, amount) in enumerate((
                ('confirmed', cls.company.currency_id, 400), ('confirmed', cls.foreign, 100),
                ('quote', cls.company.currency_id, 999)))])

    @classmethod
    def _make_proposals(cls):
        """One of two visits was inspected; of two jobs that were proposed, one of 1,000 was approved, one of 500 declined."""
        cls.env.cr.execute("DELETE FROM aftersales_health_check WHERE order_id IN %s", [(cls.order.id, cls.order_2.id)])
        cls._insert('aftersales_health_check', [{'order_id': cls.order.id, 'state': 'done'}])
        cls._update(cls.job, approval='approved')
        cls._update(cls.job_2, approval='declined', comeback_of_id=cls.job.id)

    @classmethod
    def _make_claims(cls):
        """Two sent in the month, one of them in foreign money; one of October decided now; one withdrawn."""
        terms = cls.env['aftersales.claim.terms'].create({
            'name': "Maker", 'partner_id': cls.customer.id, 'company_id': cls.company.id})
        cls.env.flush_all()
        own = cls.company.currency_id
        complaints = cls._get_ids("SELECT id FROM aftersales_complaint WHERE workshop_id = %s AND name IN ('K0', 'K1') "
                                  "ORDER BY name")
        cls._insert('aftersales_claim', [
            {**cls.at, 'name': f'C{number}', 'order_id': cls.order.id, 'terms_id': terms.id, 'partner_id': cls.customer.id,
             'claim_type': 'warranty', 'state': state, 'currency_id': currency.id, 'submitted_date': sent, 'send_due': due,
             'decided_date': decided, 'credited_date': credited, 'question_date': asked, 'amount_claimed': claimed,
             'amount_decided': accepted, 'amount_refused': claimed - accepted, 'complaint_id': case}
            for number, (state, currency, sent, due, decided, credited, asked, claimed, accepted, case) in enumerate((
                ('settled', own, '2026-11-02 00:00:00', '2026-11-03 00:00:00', '2026-11-05 00:00:00', '2026-11-12 00:00:00',
                 None, 1000, 1000, complaints[0]),
                ('settled', cls.foreign, '2026-11-04 00:00:00', '2026-11-03 00:00:00', '2026-11-10 00:00:00',
                 '2026-11-16 00:00:00', None, 400, 200, None),
                ('settled', own, '2026-10-20 00:00:00', None, '2026-11-08 00:00:00', None, '2026-10-25 00:00:00', 300, 300,
                 None),
                ('withdrawn', own, '2026-11-05 00:00:00', '2026-11-03 00:00:00', None, None, None, 999, 0, None)))])
        [claim] = cls._get_ids("SELECT id FROM aftersales_claim WHERE workshop_id = %s AND name = 'C0'")
        cls._insert('aftersales_claim_entry', [
            {'claim_id': claim, 'account': 'maker', 'event': 'credit', 'date': '2026-11-12', 'amount': 50}])
        cls._insert('aftersales_complaint_solution', [
            {'complaint_id': case, 'kind': 'voucher', 'voucher_code': 'V', 'amount': amount}
            for case, amount in zip(complaints, (80, 120), strict=True)])

    @classmethod
    def _make_survey(cls):
        """Five were asked, three answered; a stranger asked one more."""
        survey = cls.env.ref('aftersales.survey_visit')
        factors = cls.env['aftersales.survey.factor'].search([('kind', '=', 'csi')], limit=2)
        for factor, weight in zip(factors, (75.0, 25.0), strict=True):
            factor.weight = weight
        five = {'question_type': 'scale', 'scale_min': 1, 'scale_max': 5}
        questions = cls.env['survey.question'].create([
            *({'survey_id': survey.id, 'title': factor.name, 'aftersales_factor_id': factor.id, **five} for factor in factors),
            {'survey_id': survey.id, 'title': "Cured?", 'aftersales_is_cured': True, **five},
            {'survey_id': survey.id, 'title': "Recommend?", 'question_type': 'scale', 'scale_min': 0, 'scale_max': 10}])
        cls.env.flush_all()
        cls._insert('aftersales_survey_invitation', [
            {**cls.at, 'survey_id': survey.id, 'partner_id': cls.customer.id, 'state': state, 'method': method,
             'asked_date': '2026-11-04 00:00:00', 'answered_date': '2026-11-05 00:00:00' if state == 'answered' else None,
             'is_unasked': False, 'comment': f'{number}'}
            for number, (state, method) in enumerate((
                ('answered', 'link'), ('answered', 'link'), ('answered', 'link'), ('sent', 'link'), ('skipped', 'link'),
                ('sent', 'third')))])
        sheets = cls._get_ids(
            "SELECT id FROM aftersales_survey_invitation WHERE workshop_id = %s AND state = 'answered' ORDER BY comment")
        inputs = cls.env['survey.user_input'].create([{'survey_id': survey.id} for __ in sheets])
        cls.env.flush_all()
        # question, who answered, 0 to 100, content, on the scale of ten
        cls._insert('survey_user_input_line', [
            {'user_input_id': inputs[sheet].id, 'question_id': questions[question].id, 'survey_id': survey.id,
             'aftersales_invitation_id': sheets[sheet], 'answer_type': 'scale', 'aftersales_counts': percent is not None,
             'aftersales_percent': percent, 'aftersales_mark': percent, 'aftersales_is_satisfied': good, 'value_scale': scale}
            for question, sheet, percent, good, scale in (
                (0, 0, 100, True, 5), (1, 0, 50, False, 3), (2, 0, 100, True, 5), (2, 1, 0, False, 1),
                (3, 0, None, False, 10), (3, 1, None, False, 9), (3, 2, None, False, 5))])

    @classmethod
    def _make_people(cls):
        """Four were invited to a training: two came for three hours each, one did not, one is excused; five S checks."""
        people = cls.env['hr.employee'].create([
            {'name': f"Pupil {number}", 'company_id': cls.company.id} for number in range(4)])
        session = cls._create_session(cls._create_course(), people)
        cls.env.flush_all()
        cls._update(session, state='held', workshop_id=cls.workshop.id, training_day='2026-11-06')
        for row, (attendance, hours) in zip(session.participant_ids, (
                ('present', 3), ('present', 3), ('absent', 0), ('excused', 0)), strict=True):
            cls._update(row, attendance=attendance, hours=hours, training_day='2026-11-06')
        area = cls.env['aftersales.site.area'].create({'name': "Hall", 'workshop_id': cls.workshop.id})
        cls.env.flush_all()
        cls._insert('aftersales_site_check', [
            {**cls.at, 'area_id': area.id, 'state': state, 'date': '2026-11-06', 'reached': reached, 'possible': possible}
            for state, reached, possible in (('closed', 20, 25), ('closed', 5, 25), ('missed', 0, 25), ('open', 0, 25))])

    @classmethod
    def _make_lost(cls):
        """Two customers came in April: one again in June, the other not before the end of October."""
        partner, other = cls._get_ids(
            "SELECT partner_id FROM aftersales_customer_value WHERE workshop_id = %s ORDER BY status")
        cls._insert('aftersales_value_count', [
            {**cls.at, 'partner_id': customer, 'customer_id': customer, 'visits': 1, 'counted_day': day}
            for customer, day in ((partner, '2026-04-10'), (partner, '2026-06-01'), (other, '2026-04-12'))])

    @classmethod
    def _make_store(cls):
        """What a month of the store comes to is proved where it is reckoned (``tests/store``)."""
        row = SQL("SELECT 1 AS id, DATE '2026-11-01' AS month, %s AS workshop_id, %s AS warehouse_id, %s AS company_id, %s",
                  cls.workshop.id, cls.warehouse.id, cls.company.id, SQL(", ").join(
                      SQL("%s::numeric AS %s", value, SQL.identifier(name)) for name, value in STORE.items()))
        cls.startClassPatcher(patch.object(
            cls.env.registry['aftersales.part.figure'], '_table_query', property(lambda self: row)))

    @classmethod
    def _get_ids(cls, query):
        cls.env.cr.execute(query, [cls.workshop.id])
        return [row[0] for row in cls.env.cr.fetchall()]
