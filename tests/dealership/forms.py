from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon
from odoo.addons.aftersales.tests.form_spec import get_spec

# Records of a model that are read at once, the newest ones, and of each state where there are states.
SAMPLE, SAMPLE_OF_STATE = 6, 2


class FormsCommon(HealthCommon, CheckinCommon, BookingCommon):
    """Documents in every state, and what the demo data holds, for whoever opens a form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo_companies = cls.env['aftersales.workshop'].search([('id', '!=', cls.workshop.id)]).company_id
        cls.companies = cls.company | cls.demo_companies[:1]
        cls._create_documents()
        cls.env.flush_all()

    @classmethod
    def _create_documents(cls):
        """Orders in every state, with what the rooms hang on them."""
        cls.user_advisor.company_ids |= cls.companies
        draft, cancelled, working, checked, ready, delivered = cls._create_orders(6)
        cls.cancel(cancelled)
        with freeze_time(MONDAY):
            cls.env['aftersales.appointment'].create([
                cls._prepare_appointment_vals(cls, at(hour), order_id=order.id)
                for hour, order in zip((9, 10, 11, 13, 14), draft | cancelled | working | ready | delivered)
            ])
        cls.env['aftersales.enquiry'].with_user(cls.user_advisor).create({
            'partner_id': cls.customer.id, 'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id,
            'question': "Winter tyres?"})
        cls.env['aftersales.checkin'].with_user(cls.user_advisor).create([
            {'order_id': order.id, 'signature': PNG} for order in draft | checked])
        (working | checked | ready | delivered).action_receive()
        (working | checked | ready | delivered).job_ids._approve('phone', signatory="Chen Jing")
        cls._work_on(cls, working, checked | ready | delivered)

    def _work_on(self, working, finished):
        """Issue parts and work; ``working`` waits in the middle of it, the first of ``finished`` for its inspection."""
        self.issue(working | finished)
        working.job_ids.with_user(self.user_technician).action_start()
        self.env['aftersales.hold'].with_user(self.user_advisor).create({
            'order_id': working.id, 'job_id': working.job_ids[:1].id, 'kind': 'customer'})
        jobs, passed = finished.job_ids, finished[1:]
        jobs.with_user(self.user_technician).action_start()
        jobs.with_user(self.user_technician).action_done()
        for order in passed:
            order.job_ids.inspection_ids.with_user(self.user_inspector).action_all_ok()
            order.job_ids.with_user(self.user_inspector)._transition('passed')
        passed[-1].odometer_out = 12010
        passed[-1].action_deliver()

    # === ROOTS OF VIEWS ===#

    @classmethod
    def _get_our_views(cls, types, is_ours):
        """Views of some types that we wrote (``is_ours``), or that somebody else wrote and we extend.

        Extensions are followed up to the view that opens, and down again to every other view made from that one. What is
        shown once and kept nowhere, a key, has no records to read.
        """
        View = cls.env['ir.ui.view']
        data = cls.env['ir.model.data'].search([('model', '=', 'ir.ui.view'), ('module', '=', 'aftersales')])
        ours = View.browse(data.mapped('res_id')).filtered(lambda view: view.type in types)
        if is_ours:
            return ours.filtered(lambda view: view.mode == 'primary' and not cls.env[view.model]._abstract)
        roots = ours.inherit_id - ours
        while extended := roots.filtered(lambda view: view.mode == 'extension').inherit_id:
            roots = roots.filtered(lambda view: view.mode == 'primary') | extended
        level = roots
        while level := View.search([('inherit_id', 'in', level.ids)]) - roots:
            roots |= level
        return roots.filtered(lambda view: view.mode == 'primary') - ours

    # === RECORDS ===#

    def _get_sample(self, model):
        """Some records of a model as its user finds them, of every state it has."""
        state = model._fields.get('state')
        if not (state and state.store and state.type == 'selection'):
            return model.search([], limit=SAMPLE, order='id desc')
        records = model.browse()
        for value in state.get_values(self.env):
            records |= model.search([('state', '=', value)], limit=SAMPLE_OF_STATE, order='id desc')
        return records

    def _get_states(self, records):
        return set(records.sudo().mapped('state')) if 'state' in records._fields else set()

    def _get_specs(self, user, views):
        """What the client would read to show ``views``, of those the user may open, as ``{view: specification}``."""
        specs = {}
        for view in views:
            model = self.env[view.model].with_user(user)
            if not model._transient and model.has_access('read'):
                specs[view] = get_spec(model, view.id, view.type)
        return specs

    def _as_each_company(self, user):
        """Environments of a user who works in one company after the other."""
        user.company_ids |= self.companies
        for company in self.companies:
            yield self.env(user=user.id, context={'allowed_company_ids': company.ids, 'lang': 'en_US', 'tz': 'UTC'})

    def _find_unreadable(self, records, spec, ours_only=False):
        """What the user of ``records`` may not read of what a view asks for.

        :param ours_only: pass by what Odoo's own modules keep from him in their own views
        """
        def read(part):
            self.env.invalidate_all()  # what another user has read would be served without asking
            try:
                records.web_read(part)
            except AccessError as error:
                return str(error)

        def find(part):
            """By halves: few of many fields are kept from somebody."""
            error = read(part)
            if not error or len(part) == 1:
                return dict.fromkeys(part, error) if error else {}
            names = list(part)
            halves = names[:len(names) // 2], names[len(names) // 2:]
            return {name: error for half in halves for name, error in find({name: part[name] for name in half}).items()}

        return [
            f'{name}: {error}' for name, error in find(spec).items()
            if (not ours_only or 'aftersales' in records._fields[name]._modules or 'aftersales' in error)
        ]
