from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """Events of customer care: a gathering that is over, a week of free checks that customers are invited to, a course
    in the other outlet's language that waits for its approval."""
    _inherit = 'aftersales.demo'

    @api.model
    def _prepare_event(self, company, kind, days, hours, **values):
        outlet = company.aftersales_workshop_ids[:1]
        day = outlet._get_local_day(fields.Datetime.now()) + timedelta(days=days)
        start = outlet._get_tz().localize(datetime.combine(day, time(9))).astimezone(pytz.utc).replace(tzinfo=None)
        return {
            'kind_id': self._ref(f'campaign_kind_{kind}').id, 'company_id': company.id, 'workshop_id': outlet.id,
            'user_id': self._ref('user_care').id, 'start': start, 'stop': start + timedelta(hours=hours), **values}

    @api.model
    def _load_campaigns(self):
        shanghai, hangzhou = self._ref('company_shanghai'), self._ref('company_hangzhou')
        Campaign = self.env['aftersales.campaign']
        check = self._as(Campaign, 'care', shanghai).create(self._prepare_event(
            shanghai, 'check', 24, 5 * 24, name="Free winter check week", place="Our workshop", seat_count=40, budget=8000,
            offer='discount', discount=10, discount_on="antifreeze and wipers",
            description="We check battery, antifreeze, tyres and heating of your car, free of charge, in half an hour.\n"
            "Coffee is ready; please tell us on which day you come."))
        self._as(check, 'manager', shanghai).action_approve()
        self._as(check, 'care', shanghai).action_send()
        guests = self._as(self.env['aftersales.campaign.guest'], 'care', shanghai).search(
            [('campaign_id', '=', check.id)], limit=4)
        for guest, persons in zip(guests, (1, 2, 1)):
            guest.persons = persons
            guest.action_register()
        guests[3:].action_decline()
        self._load_past_course(shanghai)
        course = Campaign.create(self._prepare_event(
            hangzhou, 'course', 30, 3, name="用车课堂:新能源车充电与保养", place="二楼客户休息区",
            seat_count=20, budget=3000,
            speaker="陈工", topics="家用充电桩与公共快充的区别\n冬季续航\n动力电池保养",
            description="请带上您的问题,现场答疑。"))
        check = check.sudo()
        self._say_in_chinese({
            (check, 'name'): "冬季免费检测周", (check, 'place'): "本店维修车间",
            (check, 'description'): "免费检测蓄电池、防冻液、轮胎和暖风,约需半小时。\n备有咖啡,请告知您哪天来店。",
            (check, 'discount_on'): "防冻液和雨刮片", (course, 'name'): "用车课堂:新能源车充电与保养"})

    @api.model
    def _load_past_course(self, company):
        """Held some weeks ago: who came, what it cost, what customers said of it."""
        care = self._as(self.env['aftersales.campaign'], 'care', company)
        course = care.create(self._prepare_event(
            company, 'class', 20, 3, name="Maintenance class for new owners", place="Training room", seat_count=25,
            budget=2500, speaker="Li Wei", topics="Reading the dashboard\nWhat is changed when\nWhat to do after a breakdown",
            description="An afternoon around your car, with a walk through the workshop."))
        self._as(course, 'manager', company).action_approve()
        self._as(course, 'care', company).action_send()
        guests = self.env['aftersales.campaign.guest'].search([('campaign_id', '=', course.id)], limit=9)
        for guest in self._as(guests[:7], 'care', company):
            guest.action_register()
        course = course.sudo(False)
        back = timedelta(days=45)
        dates = {'start': course.start - back, 'stop': course.stop - back, 'sending_date': course.sending_date - back}
        for name, moment in dates.items():
            self._backdate(course, {course: moment}, name)
        for name in ('registered_date',):
            self._backdate(guests[:7], {guest: guest[name] - back for guest in guests[:7]}, name)
        course = self._as(course, 'care', company)
        course.action_run()
        came, absent = self._as(guests[:6], 'care', company), self._as(guests[6:7], 'care', company)
        came.action_attend()
        absent.action_absent()
        for guest, stars, words in zip(came.sudo(), (5, 4, 5), ("Very clear, and kind.", "A little long.", "Again, please!")):
            guest._rate(stars, words)
        course.cost_ids = [
            Command.create({'name': "Snacks and drinks", 'amount': 680}),
            Command.create({'name': "Hand-outs", 'amount': 320})]
        course.action_done()
        course.summary = "Two hours are enough; the walk through the workshop was liked best."
        course.sudo().with_context(lang='zh_CN').write({
            'name': "新车主保养课堂", 'place': "培训室", 'topics': "看懂仪表盘\n什么时候换什么\n抛锚怎么办",
            'description': "用一个下午了解您的爱车,并参观维修车间。"})
