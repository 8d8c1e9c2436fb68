from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A Monday at ten in Shanghai.
MONDAY = '2026-03-02 02:00:00'


class RescueCommon(OrderCommon):
    """Calls for help, and those who drive there: a technician who works now, and a partner with trucks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['resource.calendar'].create({
            'name': "Eight to six", 'tz': 'Asia/Shanghai', 'company_id': cls.company.id, 'hours_per_day': 10,
            'attendance_ids': [Command.clear(), *(Command.create({
                'name': "Open", 'dayofweek': str(day), 'hour_from': 8, 'hour_to': 18, 'day_period': 'morning',
            }) for day in range(7))]})
        cls.workshop.write({'resource_calendar_id': cls.calendar.id, 'manager_id': cls.user_manager.id})
        cls.technician.mobile_phone = '+86 138 0000 0001'
        cls.towers, cls.towers_2 = cls.env['res.partner'].create([{
            'name': name, 'phone': phone, 'is_company': True, 'aftersales_is_rescue_partner': True,
            'aftersales_rescue_truck_ids': [Command.link(cls.env.ref('aftersales.rescue_truck_flatbed').id)],
        } for name, phone in (("Swift Towing", '+86 21 5555 0301'), ("Strong Towing", '+86 21 5555 0302'))])

    @classmethod
    def _call(cls, count=1, user=None, **values):
        return cls.env['aftersales.rescue'].with_user(user or cls.user_advisor).create([{
            'place': "Zhangyang Road 500, gate 3", 'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id,
            'phone': '+86 139 0000 0009', 'fault': 'battery', 'is_price_told': True, **values} for __ in range(count)])

    @classmethod
    def _ask(cls, rescues, **crew):
        """The dispatcher asks somebody, the technician if nobody else is named."""
        crew = crew or {'employee_id': cls.technician.id}
        for rescue in rescues.with_user(cls.user_dispatcher):
            if rescue.state == 'new':
                rescue.action_confirm()
            rescue.offer_ids = [Command.create(crew)]
            rescue.action_ask_next()
        return rescues

    @classmethod
    def _send(cls, rescues, **crew):
        """Somebody goes."""
        cls._ask(rescues, **crew)
        rescues.with_user(cls.user_dispatcher).offer_ids.filtered(lambda offer: offer.state == 'asked').action_accept()
        return rescues

    @classmethod
    def _arrive(cls, rescues, **crew):
        for rescue in cls._send(rescues, **crew).with_user(cls.user_advisor):
            cls._tick(rescue, 'before')
            rescue.action_under_way()
            rescue.action_arrive()
        return rescues

    @classmethod
    def _solve(cls, rescues, **crew):
        cls._arrive(rescues, **crew)
        cls._tick(rescues, 'there')
        rescues.with_user(cls.user_advisor).action_solve()
        return rescues

    @classmethod
    def _tick(cls, rescues, phase):
        """The crew did what it must."""
        ticks = rescues.tick_ids.filtered(lambda tick: tick.phase == phase and tick.is_must and not tick.done_date)
        for head, user in ((False, cls.user_technician), (True, cls.user_dispatcher)):
            ticks.filtered(lambda tick, head=head: tick.is_of_head == head).with_user(user).action_tick()

    @classmethod
    def _write_sheet(cls, rescue, user=None, **values):
        return cls.env['aftersales.rescue.sheet'].with_user(user or cls.user_technician).create({
            'rescue_id': rescue.id, 'fault_found': "Battery dead", 'cause': "Old", 'work_done': "New battery",
            'tests': "Starts", 'signatory': "Chen Jing", 'crew_signatory': "Wang Wei", **values})

    @classmethod
    def _sign(cls, sheet, signature):
        sheet.signature = signature
        sheet.action_sign()
        return sheet

    @classmethod
    def _close(cls, rescue, signature):
        cls._sign(cls._write_sheet(cls._solve(rescue)), signature)
        rescue.with_user(cls.user_dispatcher).write({'result': "Started again"})
        cls._tick(rescue, 'after')
        rescue.with_user(cls.user_dispatcher).action_close()
        return rescue

    def _run(self, name):
        """As the scheduled action runs."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.cron_{name}').method_direct_trigger()
        self.env.invalidate_all()
