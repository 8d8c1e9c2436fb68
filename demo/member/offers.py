from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

# title, what is offered, conditions, each in both languages; days it runs, whether it is published
OFFERS = [
    (("Spring Check", "春季检查"),
     ("We look at brakes, tyres, battery and air conditioning of your car without charge.",
      "免费检查爱车的制动、轮胎、蓄电池和空调。"),
     ("Once a car. Please book a day.", "每车一次，请预约日期。"), 60, True),
    (("Loyal Customers", "老客户专享"),
     ("Whoever comes for the fifth service gets a wash by hand and fresh wiper blades.",
      "第五次来保养的客户获赠手工洗车一次和新雨刮片一副。"),
     ("For work that you pay yourself. Not together with other offers.", "限自付作业，不与其他优惠同享。"), None, True),
    (("Summer Tyres", "夏季轮胎"),
     ("Four tyres of one kind: we fit and balance them without charge.", "购买同款轮胎四条，免费安装和动平衡。"),
     ("While there are tyres.", "售完为止。"), 45, False),
]


class AftersalesDemo(models.AbstractModel):
    """What the companies offer their customers: two that run, one in preparation (G3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_offers(self):
        languages = {code for code, __ in self.env['res.lang'].get_installed()}
        for outlet in ('shanghai', 'hangzhou'):
            Offers = self._as(self.env['aftersales.offer'], 'manager', self._ref(f'company_{outlet}'))
            today = Offers._get_today(Offers.env.company)
            for *texts, days, is_published in OFFERS:
                english, chinese = (
                    dict(zip(('name', 'text', 'conditions'), words, strict=True)) for words in zip(*texts, strict=True))
                offer = Offers.with_context(lang='en_US').create({
                    **english, 'free_operation_ids': [Command.set(self._get_free_operations(english['name']).ids)],
                    'valid_from': today, 'valid_to': days and today + timedelta(days=days),
                    'company_id': Offers.env.company.id})
                if 'zh_CN' in languages:
                    offer.with_context(lang='zh_CN').write(chinese)
                offer.is_public = True
                if is_published:
                    offer.action_publish()

    def _get_free_operations(self, name):
        """What advisors give by one click while it runs."""
        operation = self._ref('operation_m40')
        return operation if name == "Spring Check" else operation.browse()
